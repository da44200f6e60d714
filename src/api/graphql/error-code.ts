import type { ErrorCode } from '../../shared/errors.js';
import { builder } from './builder.js';

const DESCRIPTIONS = {
  INVALID_INPUT: '422: a value is not valid.',
  IDEMPOTENCY_MISMATCH: '422: the idempotency key was used for another request.',
  UNKNOWN_CURSOR: '422: `after` is beyond the end of the stream.',
  NOT_FOUND: '404: there is no such thing, or it belongs to another owner.',
  STALE_VERSION: "409: `baseVersion` is not the session's version.",
  STALE_BASE: '409: a file is no longer what the changeset was made from.',
  DIALOG_SESSION_MISMATCH: '409: the dialog belongs to another session.',
  DIALOG_BUSY: '409: a task of the dialog is running.',
  CHANGESET_CLOSED: '409: the changeset was applied, rejected or superseded.',
  PAYLOAD_TOO_LARGE: '413: the request, a file or a message is larger than this server takes.',
  RATE_LIMITED:
    '429: too many requests in a time. Reserved: this version has no such limit; those that it has are QUOTA_EXCEEDED.',
  QUOTA_EXCEEDED: '429: too many running jobs, tasks or subscriptions of this owner.',
  HOST_NOT_ALLOWED: '403: the host is not in CONFLUENCE_BASE_URLS.',
  UPSTREAM_FAILED: '502: Confluence or a provider failed or refused us.',
  BAD_REQUEST:
    '400, top level only: not JSON, or not GraphQL that this schema allows. A document that is not GraphQL or not allowed is answered with 400 to clients that accept application/graphql-response+json, with 200 to all others, as GraphQL over HTTP asks.',
  UNAUTHENTICATED: '401, top level only: no token, or a wrong one.',
  FORBIDDEN: '403, top level only: this caller may not do that.',
  NOT_READY: '503, top level only: the server cannot serve this yet.',
  DATABASE_UNAVAILABLE: '503, top level only: the database does not answer; a change may have been stored or not.',
  DATABASE_READ_ONLY: '503, top level only: the database takes no changes; nothing was stored.',
  STORAGE_FULL: '507, top level only: the database has no space left; nothing was stored.',
  INTERNAL: '500, top level only: a bug or an outage; the message carries the id of its log entry.',
} as const satisfies Record<ErrorCode, string>;

export const ErrorCodeEnum = builder.enumType('ErrorCode', {
  description:
    'Every failure a client can meet, with the HTTP status that REST answers it with, and GraphQL where it fails the whole request. A failure that is a member of a result, or an event of /graphql/stream, comes with 200.',
  values: Object.fromEntries(
    Object.entries(DESCRIPTIONS).map(([code, description]) => [code, { description }]),
  ) as Record<ErrorCode, { description: string }>,
});
