import { type Job, type Runner, run, type TaskList, Logger as WorkerLogger } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { type Sql, sqlOn } from '../database/sql.js';
import type { LaneHandler } from './lane.js';
import type { WorkerPresence } from './worker-presence.js';

const POLL_INTERVAL_MS = 2_000;

export interface WorkerTermOptions {
  readonly pool: Pool;
  readonly log: Logger;
  readonly handlers: Readonly<Record<string, LaneHandler>>;
  /** Lanes served at a time. */
  readonly concurrency: number;
  /** Null when no other process can hold jobs of this queue. */
  readonly presence: WorkerPresence | null;
}

/** One stretch of serving wake-ups, from when the others can see that this process lives until they no longer can. */
export class WorkerTerm {
  /** Resolves when the term cannot go on, with the reason, and when it has been drained. */
  readonly over: Promise<Error>;
  readonly #runner: Runner;
  readonly #presence: WorkerPresence | null;
  readonly #abort: AbortController;
  #drained: Promise<void> | null = null;

  private constructor(runner: Runner, presence: WorkerPresence | null, abort: AbortController) {
    this.#runner = runner;
    this.#presence = presence;
    this.#abort = abort;
    const ended = runner.promise.then(
      () => new Error('The queue serves no more.'),
      (error: Error) => error,
    );
    this.over = presence === null ? ended : Promise.race([ended, presence.lost]);
  }

  static async begin({ pool, log, handlers, concurrency, presence }: WorkerTermOptions): Promise<WorkerTerm> {
    const abort = new AbortController();
    const runner = await run({
      pgPool: pool,
      taskList: taskListOf(handlers, abort.signal, sqlOn(pool)),
      concurrency,
      noHandleSignals: true,
      crontab: '',
      pollInterval: POLL_INTERVAL_MS,
      logger: workerLogger(log),
      preset: {
        plugins: presence === null ? [] : [showsPresence(presence)],
        // Any delay, also none, makes a database that is gone end the term; without one it ends the process.
        worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
      },
    });
    return new WorkerTerm(runner, presence, abort);
  }

  /** Takes no more work; gives when what runs has ended. */
  drain(): Promise<void> {
    // A runner that has stopped by itself refuses to stop, and the reason is in `over`.
    this.#drained ??= this.#runner.stop().catch(() => undefined);
    return this.#drained;
  }

  /** Takes no more work, aborts what runs (each run is handed back by its handler) and waits for it. */
  async end(reason: Error): Promise<void> {
    this.#abort.abort(reason);
    await this.drain();
    this.#presence?.close();
  }
}

function taskListOf(handlers: Readonly<Record<string, LaneHandler>>, signal: AbortSignal, sql: Sql): TaskList {
  const serve =
    (handle: LaneHandler): TaskList[string] =>
    async (payload, { job }) => {
      await handle((payload as { lane: string }).lane, signal);
      await complete(sql, job);
    };
  return Object.fromEntries(Object.entries(handlers).map(([task, handle]) => [task, serve(handle)]));
}

/**
 * graphile-worker would complete the job after us, and finds nothing left to do. But it would delete the job whoever
 * works on it by then, which leaves its replacement's lane locked; and it does not wait until the lane is free before it
 * asks for the next job, which then waits for the next poll.
 */
async function complete(sql: Sql, job: Job): Promise<void> {
  const completed = await sql.query(
    `with job as (
       delete from graphile_worker._private_jobs where id = $1 and locked_by = $2 returning job_queue_id
     ), lane as (
       update graphile_worker._private_job_queues q set locked_by = null, locked_at = null
       from job where q.id = job.job_queue_id and q.locked_by = $2
     )
     select 1 from job`,
    [job.id, job.locked_by],
  );
  if (completed.length === 0) throw new Error('Another worker has taken this lane over.');
}

/** Jobs are locked under the name of the pool, and no worker asks for its first one before that name is held. */
function showsPresence(presence: WorkerPresence): GraphileConfig.Plugin {
  return {
    name: 'WorkerPresence',
    version: '1.0.0',
    worker: { hooks: { startWorker: (_context, { worker }) => presence.hold(worker.workerPool.id) } },
  };
}

function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message, meta) => {
    if (level === 'error' || level === 'warning') log.warn({ queue: meta }, message);
    else log.debug(message);
  });
}
