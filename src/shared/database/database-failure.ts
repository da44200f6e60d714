import pg from 'pg';
import { DatabaseFailure, type DatabaseFailureCode } from '../errors.js';

/** SQLSTATEs, and classes of them, by which a server says that it is its own state and not the statement that fails. */
const READ_ONLY_TRANSACTION = '25006';
const DISK_FULL = '53100';
/** Without space a server refuses new sessions because of a cache of its own, and gives no SQLSTATE for that. */
const NO_SPACE_FOR_CACHE = 'could not write init file';
/** Connection lost, no resources (too many connections, out of memory), being shut down or started, a failing disk. */
const UNAVAILABLE = ['08', '53', '57P', '58'];
/** After such an error the session, or the whole server, is over. */
const LAST_SEVERITIES = ['FATAL', 'PANIC'];

/** An error of a statement, as a `DatabaseFailure` when it is the state of the database that failed it. */
export function ofStatement(error: unknown, isConnectionBroken: boolean): unknown {
  const code = error instanceof pg.DatabaseError ? codeOf(error) : null;
  // What the driver itself says of a broken connection has no code, only words.
  const failed = code ?? (isConnectionBroken ? 'DATABASE_UNAVAILABLE' : null);
  return failed === null ? error : new DatabaseFailure(failed, { cause: error });
}

/** Whatever kept a connection from being given: without one there is no database. */
export function ofConnecting(error: unknown): DatabaseFailure {
  const isFull = error instanceof pg.DatabaseError && codeOf(error) === 'STORAGE_FULL';
  return new DatabaseFailure(isFull ? 'STORAGE_FULL' : 'DATABASE_UNAVAILABLE', { cause: error });
}

function codeOf({ code: sqlState = '', severity = '', message }: pg.DatabaseError): DatabaseFailureCode | null {
  if (sqlState === READ_ONLY_TRANSACTION) return 'DATABASE_READ_ONLY';
  if (sqlState === DISK_FULL || message === NO_SPACE_FOR_CACHE) return 'STORAGE_FULL';
  const isUnavailable = UNAVAILABLE.some((prefix) => sqlState.startsWith(prefix)) || LAST_SEVERITIES.includes(severity);
  return isUnavailable ? 'DATABASE_UNAVAILABLE' : null;
}
