import type { IndexJobEvent, RunFailure } from '../../contracts/events.js';
import type { Sql } from '../../shared/database/sql.js';
import type { EventLog } from '../../shared/event-log/event-log.js';
import { type RunAttempt, whyNotRunning } from '../../shared/job-queue/run-attempt.js';
import { StaleAttemptError } from '../../shared/run-errors.js';
import { type IndexJobRow, JOB_COLUMNS } from './job-columns.js';
import { countsOf } from './job-store.js';

export interface JobEnd {
  readonly status: 'DONE' | 'ERROR' | 'CANCELLED';
  readonly version: number | null;
  readonly failure: RunFailure | null;
}

/**
 * Writes an index job's end: its row and the terminal event, in the caller's transaction.
 * Throws a `RunCancelledError` when the job is CANCELLING and this is another end, a `StaleAttemptError` when the attempt
 * has been replaced or the job has ended.
 */
export async function endJob(sql: Sql, events: EventLog, job: RunAttempt, end: JobEnd): Promise<void> {
  const from = end.status === 'CANCELLED' ? ['QUEUED', 'RUNNING', 'CANCELLING'] : ['RUNNING'];
  const [ended] = await sql.query<IndexJobRow>(
    `update rag_index_jobs set status = $3::"RunStatus", version = $4, failure = $5::jsonb, finished_at = now(),
       retry_at = null
     where id = $1 and attempt = $2 and status = any($6::"RunStatus"[]) returning ${JOB_COLUMNS}`,
    [job.id, job.attempt, end.status, end.version, end.failure === null ? null : JSON.stringify(end.failure), from],
  );
  if (ended === undefined) {
    throw end.status === 'CANCELLED'
      ? new StaleAttemptError(job.id, job.attempt)
      : await whyNotRunning(sql, 'rag_index_jobs', job);
  }
  const terminal: IndexJobEvent = { type: 'terminal', counts: countsOf(ended), ...end };
  await events.append(sql, job.id, job.attempt, terminal);
}

/**
 * Ends a job that nobody works on in CANCELLED, in the caller's transaction. What it wrote stays invisible; the session's
 * next job clears it, if its own worker did not.
 */
export async function cancelJob(sql: Sql, events: EventLog, job: RunAttempt): Promise<void> {
  await endJob(sql, events, job, { status: 'CANCELLED', version: null, failure: null });
}
