import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { ERROR_STATUS, retryAfterSeconds } from '../error-status.js';
import { toFailure } from '../failure.js';

/** Clients that accept plain JSON only get a document that is not valid answered with 200, as that protocol asks. */
const INVALID_DOCUMENT = { status: 400, spec: true };

/** Any error as a top-level GraphQL error: `extensions.code` is an ErrorCode, beside what that code carries. */
export function toTopLevelError(error: unknown, log: Logger): GraphQLError {
  const { message, ...rest } = toFailure(error, log);
  const place = error instanceof GraphQLError ? error : null;
  const status = ERROR_STATUS[rest.code];
  const retryAfter = retryAfterSeconds(status, rest.retryAfterMs);
  const http = {
    // What GraphQL over HTTP itself refuses has a status of its own there.
    ...(rest.code === 'BAD_REQUEST' ? (place?.extensions.http ?? INVALID_DOCUMENT) : { status }),
    ...(retryAfter === null ? {} : { headers: { 'retry-after': String(retryAfter) } }),
  };
  return new GraphQLError(message, {
    nodes: place?.nodes,
    source: place?.source,
    positions: place?.positions,
    path: place?.path,
    extensions: { ...rest, http },
  });
}
