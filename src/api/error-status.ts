import type { ErrorCode } from '../shared/errors.js';

/**
 * The HTTP status of each error, over REST and of one that fails a GraphQL request as a whole. There a document that is
 * not valid is the exception: see `graphql/top-level-error.ts`.
 */
export const ERROR_STATUS = {
  INVALID_INPUT: 422,
  IDEMPOTENCY_MISMATCH: 422,
  UNKNOWN_CURSOR: 422,
  NOT_FOUND: 404,
  STALE_VERSION: 409,
  STALE_BASE: 409,
  DIALOG_SESSION_MISMATCH: 409,
  DIALOG_BUSY: 409,
  CHANGESET_CLOSED: 409,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  QUOTA_EXCEEDED: 429,
  HOST_NOT_ALLOWED: 403,
  UPSTREAM_FAILED: 502,
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_READY: 503,
  DATABASE_UNAVAILABLE: 503,
  DATABASE_READ_ONLY: 503,
  STORAGE_FULL: 507,
  INTERNAL: 500,
} as const satisfies Record<ErrorCode, number>;

/** Seconds after which to try again when the error itself does not say. */
const DEFAULT_RETRY_AFTER_S = 5;

/** The Retry-After header of an answer with this status, in whole seconds; null where it has no meaning. */
export function retryAfterSeconds(status: number, retryAfterMs: number | null | undefined): number | null {
  if (status !== 429 && status !== 503) return null;
  return typeof retryAfterMs === 'number' ? Math.max(1, Math.ceil(retryAfterMs / 1000)) : DEFAULT_RETRY_AFTER_S;
}
