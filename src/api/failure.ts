import { randomUUID } from 'node:crypto';
import { PothosValidationError } from '@pothos/core';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { BaseConflict, ChangesetStatus } from '../contracts/changeset.js';
import { databaseFailureOf, type ErrorCode, ExpectedError, type FieldError } from '../shared/errors.js';
import { EmbeddingError } from '../shared/run-errors.js';
import { ERROR_STATUS } from './error-status.js';

/** An error as a client may see it; both doors render it, each in its own way. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fields?: readonly FieldError[];
  readonly id?: string | null;
  readonly currentVersion?: number;
  readonly ragSessionId?: string;
  readonly conflicts?: readonly BaseConflict[];
  readonly changeset?: { readonly id: string; readonly status: ChangesetStatus };
  readonly activeTask?: { readonly id: string };
  readonly limit?: number;
  readonly actual?: number | null;
  readonly retryAfterMs?: number | null;
  readonly host?: string;
  readonly upstreamStatus?: number | null;
}

/** Whatever was thrown, as a client may see it. The unexpected is logged with an id, and only the id is told. */
export function toFailure(error: unknown, log: Logger): Failure {
  if (error instanceof ExpectedError) return { ...error, message: error.message };
  const databaseFailure = databaseFailureOf(error);
  if (databaseFailure !== null) return toFailure(databaseFailure, log);
  if (error instanceof EmbeddingError) {
    const { message, retryAfterMs } = error;
    return { code: 'UPSTREAM_FAILED', message, retryAfterMs };
  }
  // Page arguments that Pothos refuses before a resolver of ours runs; it names the argument, not its value.
  if (error instanceof PothosValidationError) {
    const message = `${error.message}. Ask for 0 or more items, in one direction.`;
    return { code: 'INVALID_INPUT', message };
  }
  if (!(error instanceof GraphQLError)) return masked(error, log);
  const { originalError } = error;
  if (originalError && !(originalError instanceof GraphQLError)) return toFailure(originalError, log);
  if (originalError instanceof PothosValidationError) return toFailure(originalError, log);
  return { ...carried(error), code: codeOf(error), message: error.message };
}

/** What an error of our own carries beside its code, after it has passed through GraphQL. */
function carried({ extensions: { http, code, ...rest } }: GraphQLError): object {
  return code !== undefined && isErrorCode(code) ? rest : {};
}

/** GraphQL and Yoga refuse a request with errors of their own, most of them without a code. */
function codeOf({ extensions }: GraphQLError): ErrorCode {
  if (isErrorCode(extensions.code)) return extensions.code;
  // Yoga's executor, of a variable whose value does not fit its type: over REST that is INVALID_INPUT too.
  if (extensions.code === 'BAD_USER_INPUT') return 'INVALID_INPUT';
  const { status } = (extensions.http ?? {}) as { status?: number };
  return status === 403 ? 'FORBIDDEN' : 'BAD_REQUEST';
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_STATUS, code);
}

function masked(error: unknown, log: Logger): Failure {
  const logId = randomUUID();
  log.error({ err: error, logId }, 'unexpected error');
  return { code: 'INTERNAL', message: `Unexpected error, log id ${logId}.` };
}
