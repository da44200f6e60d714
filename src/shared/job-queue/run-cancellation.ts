import type { Pool } from 'pg';
import type { RunStatus } from '../../contracts/events.js';
import { inTransaction, type Sql } from '../database/sql.js';
import { tellToStop } from './attempt-watch.js';
import type { JobQueue } from './job-queue.js';
import type { Lane } from './lane.js';
import type { RunAttempt, RunTable } from './run-attempt.js';

/** What cancelling needs to know of a kind of run. */
export interface CancellableRuns extends RunTable {
  /** Tells the run's readers that it is to end, in the caller's transaction. */
  tellCancelling(sql: Sql, run: RunAttempt): Promise<void>;
  /** Ends in CANCELLED, with its terminal event, a run that nobody works on; in the caller's transaction. */
  endCancelled(sql: Sql, run: RunAttempt): Promise<void>;
  /** Called when such an end has been committed: others may wait for it. */
  onCancelled(runId: string): Promise<void>;
}

/**
 * Cancels runs, whichever process works on them. A run goes from QUEUED to CANCELLED, or from RUNNING over CANCELLING to
 * CANCELLED: one that is CANCELLING never ends otherwise. The row's lock decides between a cancellation and a worker that
 * claims or ends the run at the same moment.
 */
export class RunCancellation {
  readonly #runs: CancellableRuns;
  readonly #pool: Pool;
  readonly #queue: JobQueue;

  constructor({ runs, pool, queue }: { runs: CancellableRuns; pool: Pool; queue: JobQueue }) {
    this.#runs = runs;
    this.#pool = pool;
    this.#queue = queue;
  }

  /**
   * Ends the run at once where nobody works on it. Else it is CANCELLING until its work has really stopped, or until
   * another worker finds it after a crash. A run that has ended, or is none, stays as it is.
   */
  async cancel(runId: string): Promise<void> {
    const ended = await inTransaction(this.#pool, async (sql) => {
      const lane = await this.cancelIn(sql, runId);
      if (lane !== null) await this.#queue.wake(sql, lane);
      return lane !== null;
    });
    if (ended) await this.#runs.onCancelled(runId);
  }

  /**
   * The same in the caller's transaction. When the run has ended with it, gives its lane, which may have been waiting for
   * this run: the caller wakes it, after all else that locks rows.
   */
  async cancelIn(sql: Sql, runId: string): Promise<Lane | null> {
    const { table, laneColumn, sessionOfRun, task } = this.#runs;
    const [row] = await sql.query<Omit<Lane, 'task'> & { attempt: number; status: RunStatus; retries: boolean }>(
      `select attempt, status, retry_at is not null as retries,
         ${laneColumn} as id, owner_id as "ownerId", ${sessionOfRun} as "sessionId" from ${table} run
       where id = $1 and status in ('QUEUED', 'RUNNING', 'CANCELLING') for update`,
      [runId],
    );
    if (row === undefined) return null;
    const { id, ownerId, sessionId, attempt } = row;
    const run = { id: runId, attempt };
    if (row.status === 'QUEUED' || row.retries) {
      await this.#runs.endCancelled(sql, run);
      return { task, id, ownerId, sessionId };
    }
    if (row.status === 'RUNNING') {
      await sql.query(`update ${table} set status = 'CANCELLING' where id = $1`, [runId]);
      await this.#runs.tellCancelling(sql, run);
    }
    await tellToStop(sql, runId);
    return null;
  }
}
