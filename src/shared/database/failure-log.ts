import type { Logger } from 'pino';
import { DatabaseFailure, type DatabaseFailureCode } from '../errors.js';

/** While the database is away every request fails; the log needs to hear of it now and then. Milliseconds. */
const AGAIN_AFTER_MS = 10_000;

/** Writes a `DatabaseFailure` down with what the driver said, each code once in a while; gives whatever it is given. */
export function failureLog(log?: Logger): <Thrown>(error: Thrown) => Thrown {
  const toldAt = new Map<DatabaseFailureCode, number>();
  return (error) => {
    if (!(error instanceof DatabaseFailure)) return error;
    const now = performance.now();
    if (now - (toldAt.get(error.code) ?? Number.NEGATIVE_INFINITY) < AGAIN_AFTER_MS) return error;
    toldAt.set(error.code, now);
    log?.warn({ code: error.code }, `A database call failed: ${reasonOf(error)}`);
    return error;
  };
}

/** A host with several addresses fails with one error for each, and no message of its own. */
function reasonOf({ cause, message }: DatabaseFailure): string {
  const [first] = cause instanceof AggregateError ? cause.errors : [cause];
  return first instanceof Error ? first.message : message;
}
