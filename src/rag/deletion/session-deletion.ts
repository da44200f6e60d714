import type { Pool } from 'pg';
import { inTransaction, type Sql, sqlOn } from '../../shared/database/sql.js';
import { NotFoundError } from '../../shared/errors.js';
import type { EventLog } from '../../shared/event-log/event-log.js';
import { kindOfId } from '../../shared/ids.js';
import { tellToStop } from '../../shared/job-queue/attempt-watch.js';
import type { JobQueue } from '../../shared/job-queue/job-queue.js';
import type { Lane } from '../../shared/job-queue/lane.js';
import type { RunAttempt } from '../../shared/job-queue/run-attempt.js';
import { cancelJob } from '../indexing/job-ending.js';
import type { VersionStore } from '../indexing/version-store.js';

/** The queue task that sweeps a deleted session; the lane is the session. */
export const DELETE_SESSION_TASK = 'delete-session';

export interface SessionDeletionDependencies {
  readonly pool: Pool;
  readonly events: EventLog;
  readonly queue: JobQueue;
  readonly versions: VersionStore;
  /** Called when a session has been deleted, before its rows are swept: what works on its behalf is to stop. */
  readonly onDelete: (sessionId: string) => Promise<void>;
}

/** Deletes a session at once for its readers, and row by row in the background. */
export class SessionDeletion {
  readonly #with: SessionDeletionDependencies;
  readonly #sql: Sql;

  constructor(dependencies: SessionDeletionDependencies) {
    this.#with = dependencies;
    this.#sql = sqlOn(dependencies.pool);
  }

  /**
   * From the commit on the session is not found and its jobs are cancelled, also a running one.
   * Throws a `NotFoundError`.
   */
  async delete(ownerId: string, id: string): Promise<void> {
    if (kindOfId(id) !== 'session') throw new NotFoundError('RAG session', id);
    const { pool, events, queue, onDelete } = this.#with;
    await inTransaction(pool, async (sql) => {
      // The jobs before their session, as a job that ends locks them: else each would wait for the other.
      await sql.query(
        `select id from rag_index_jobs
         where session_id = $1 and status in ('QUEUED', 'RUNNING', 'CANCELLING') order by number for update`,
        [id],
      );
      const deleted = await sql.query(
        `update rag_sessions set deleted_at = now()
         where id = $1 and owner_id = $2 and deleted_at is null returning id`,
        [id, ownerId],
      );
      if (deleted.length === 0) throw new NotFoundError('RAG session', id);
      await endJobs(sql, events, id);
      // What a repeated request would be given is gone: it then makes a new one.
      await sql.query(`delete from idempotency_keys where owner_id = $1 and result->>'sessionId' = $2`, [ownerId, id]);
      await queue.wake(sql, laneOf(id, ownerId));
    });
    await onDelete(id);
  }

  /** Wakes the sweep of each deleted session that no queue job knows of; gives how many. */
  async reconcile(): Promise<number> {
    const { queue } = this.#with;
    const sessions = await this.#sql.query<{ id: string; owner_id: string }>(
      'select id, owner_id from rag_sessions where deleted_at is not null',
    );
    const lanes = sessions.map(({ id, owner_id: ownerId }) => laneOf(id, ownerId));
    const forgotten = await queue.forgotten(this.#sql, lanes);
    for (const lane of forgotten) await queue.wake(this.#sql, lane);
    return forgotten.length;
  }

  /** Removes all rows of a deleted session, a batch at a time; safe to repeat. */
  async sweep(sessionId: string, signal: AbortSignal): Promise<void> {
    const [session] = await this.#sql.query<{ key: string }>(
      'select key::text from rag_sessions where id = $1 and deleted_at is not null',
      [sessionId],
    );
    if (session === undefined) return;
    await this.#with.versions.purge(BigInt(session.key), signal);
    signal.throwIfAborted();
    const jobs = 'select id from rag_index_jobs where session_id = $1';
    await this.#sql.query(`delete from stream_events where stream in (${jobs})`, [sessionId]);
    await this.#sql.query(`delete from stream_heads where stream in (${jobs})`, [sessionId]);
    await this.#sql.query('delete from rag_sessions where id = $1', [sessionId]);
  }
}

function laneOf(sessionId: string, ownerId: string): Lane {
  return { task: DELETE_SESSION_TASK, id: sessionId, ownerId, sessionId };
}

/** Raising the attempt refuses whatever a running job still wants to write. */
async function endJobs(sql: Sql, events: EventLog, sessionId: string): Promise<void> {
  const jobs = await sql.query<RunAttempt>(
    `update rag_index_jobs set attempt = attempt + 1
     where session_id = $1 and status in ('QUEUED', 'RUNNING', 'CANCELLING') returning id, attempt`,
    [sessionId],
  );
  for (const job of jobs) {
    await sql.query('update stream_heads set writer = $2 where stream = $1', [job.id, job.attempt]);
    await cancelJob(sql, events, job);
    await tellToStop(sql, job.id);
  }
}
