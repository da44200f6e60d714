import type { Sql } from '../database/sql.js';
import { RunCancelledError, StaleAttemptError } from '../run-errors.js';

/** Where the runs of one kind stand. The table has id, number, status, attempt, failures, retry_at, started_at. */
export interface RunTable {
  /** The queue task that serves their lanes. */
  readonly task: string;
  readonly table: 'rag_index_jobs' | 'agent_tasks';
  readonly laneColumn: 'session_id' | 'dialog_id';
  /** In SQL, the session that a `run` of the table belongs to. */
  readonly sessionOfRun: 'run.session_id' | '(select session_id from dialog_sessions where id = run.dialog_id)';
}

/** A run under the attempt number that it has now: whoever writes for it names both. */
export interface RunAttempt {
  readonly id: string;
  readonly attempt: number;
}

/** Why an attempt that found its run not RUNNING must stop: the run is to end, or the attempt counts no more. */
export async function whyNotRunning(
  sql: Sql,
  table: RunTable['table'],
  { id, attempt }: RunAttempt,
): Promise<RunCancelledError | StaleAttemptError> {
  const cancelling = await sql.query(
    `select id from ${table} where id = $1 and attempt = $2 and status = 'CANCELLING'`,
    [id, attempt],
  );
  return cancelling.length > 0 ? new RunCancelledError(id) : new StaleAttemptError(id, attempt);
}
