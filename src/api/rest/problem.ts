import { STATUS_CODES } from 'node:http';
import { ERROR_STATUS, retryAfterSeconds } from '../error-status.js';
import type { Failure } from '../failure.js';
import { restFieldPath } from './field-path.js';
import { lower } from './words.js';

export interface ProblemOptions {
  /** Where one code has several statuses: 405 and 415 are both BAD_REQUEST. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the problem carries beside what its code does. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** A failure as application/problem+json (RFC 9457), with this contract's own names for fields. */
export function problem(failure: Failure, { status, headers, members }: ProblemOptions = {}): Response {
  const httpStatus = status ?? ERROR_STATUS[failure.code];
  const retryAfter = retryAfterSeconds(httpStatus, failure.retryAfterMs);
  const errors = failure.fields?.map(({ path, message }) => ({ path: restFieldPath(path), message }));
  const body = {
    type: 'about:blank',
    title: STATUS_CODES[httpStatus] ?? 'Error',
    status: httpStatus,
    detail: errors === undefined ? failure.message : detailOf(errors),
    code: failure.code,
    errors,
    id: failure.id ?? undefined,
    current_version: failure.currentVersion,
    rag_session_id: failure.ragSessionId,
    conflicts: failure.conflicts?.map(({ path, expected, actual }) => ({ path, expected, actual })),
    changeset: failure.changeset && {
      changeset_id: failure.changeset.id,
      status: lower(failure.changeset.status),
    },
    active_task_id: failure.activeTask?.id,
    limit: failure.limit,
    actual: failure.actual ?? undefined,
    host: failure.host,
    upstream_status: failure.upstreamStatus ?? undefined,
    retry_after_ms: failure.retryAfterMs ?? undefined,
    ...members,
  };
  return new Response(JSON.stringify(body), {
    status: httpStatus,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(retryAfter === null ? {} : { 'retry-after': String(retryAfter) }),
      ...(httpStatus === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...headers,
    },
  });
}

function detailOf(errors: readonly { path: string; message: string }[]): string {
  const [first] = errors;
  if (first === undefined) return 'The input is not valid.';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first.path === '' ? '' : `${first.path}: `}${first.message}${more}`;
}
