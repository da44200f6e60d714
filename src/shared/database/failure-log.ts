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

/** What the driver says, of a `DatabaseFailure` too. A host with several addresses fails with one error for each. */
export function reasonOf(error: unknown): string {
  const thrown = error instanceof DatabaseFailure ? error.cause : error;
  const [first] = thrown instanceof AggregateError ? thrown.errors : [thrown];
  return first instanceof Error ? first.message : String(first);
}
