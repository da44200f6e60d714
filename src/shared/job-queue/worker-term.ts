import { type Job, type Runner, run, type TaskList, Logger as WorkerLogger } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { type Sql, sqlOn } from '../database/sql.js';
import type { Lane, LaneHandler } from './lane.js';
import { flagOf, isSomeoneWaiting, laneOf, noteTurn } from './lane-turns.js';
import { OwnerShares } from './owner-shares.js';
import type { WorkerPresence } from './worker-presence.js';

const POLL_INTERVAL_MS = 2_000;

/** Lanes served at a time, that no other task can take. */
export interface Slots {
  readonly count: number;
  /** How many of them one owner may have at a time. */
  readonly ownerShare: number;
  /** By the task that each serves. */
  readonly handlers: Readonly<Record<string, LaneHandler>>;
}

export interface WorkerTermOptions {
  readonly pool: Pool;
  readonly log: Logger;
  readonly sets: readonly Slots[];
  /** Null when no other process can hold jobs of this queue. */
  readonly presence: WorkerPresence | null;
}

/** A set of slots while it is served. */
interface ServedSlots {
  readonly tasks: readonly string[];
  readonly shares: OwnerShares;
  readonly runner: Runner;
  /** Resolves with the reason when graphile-worker gives up because it could not write a job's end. */
  readonly failed: Promise<Error>;
  /** Resolves when each of the slots has ended what it was doing and looks for nothing more. */
  readonly atRest: Promise<void>;
}

/** One stretch of serving wake-ups, from when the others can see that this process lives until they no longer can. */
export class WorkerTerm {
  /** Resolves when the term cannot go on, with the reason, and when it has been drained. */
  readonly over: Promise<Error>;
  readonly #sql: Sql;
  readonly #served: readonly ServedSlots[];
  readonly #presence: WorkerPresence | null;
  readonly #abort: AbortController;
  #drained: Promise<unknown> | null = null;

  private constructor(
    sql: Sql,
    served: readonly ServedSlots[],
    { presence, abort }: { presence: WorkerPresence | null; abort: AbortController },
  ) {
    this.#sql = sql;
    this.#served = served;
    this.#presence = presence;
    this.#abort = abort;
    const ended = served.flatMap(({ runner, failed }) => [
      failed,
      runner.promise.then(
        async () => {
          // A set of slots that is drained first leaves the others their time.
          await this.#drained;
          return new Error('The queue serves no more.');
        },
        (error: Error) => error,
      ),
    ]);
    this.over = Promise.race(presence === null ? ended : [...ended, presence.lost]);
  }

  static async begin({ pool, log, sets, presence }: WorkerTermOptions): Promise<WorkerTerm> {
    const abort = new AbortController();
    const served: ServedSlots[] = [];
    try {
      for (const slots of sets) served.push(await serveSlots(slots, { pool, log, presence, signal: abort.signal }));
    } catch (error) {
      abort.abort(error);
      await Promise.all(served.map(stopServing));
      throw error;
    }
    return new WorkerTerm(sqlOn(pool), served, { presence, abort });
  }

  /** Whether another lane waits for the slot that serves this one, and could have it. */
  async isAwaited({ task, ownerId }: Lane): Promise<boolean> {
    const served = this.#served.find(({ tasks }) => tasks.includes(task));
    if (served === undefined) return false;
    const own = ownerId === null ? null : flagOf(ownerId);
    const others = served.shares.flagsAtShare().filter((flag) => flag !== own);
    return isSomeoneWaiting(this.#sql, served.tasks, others);
  }

  /** Takes no more work; gives when what runs has ended. */
  async drain(): Promise<void> {
    this.#drained ??= Promise.all(this.#served.map(stopServing));
    await this.#drained;
  }

  /** Takes no more work, aborts what runs (each run is handed back by its handler) and waits for it. */
  async end(reason: Error): Promise<void> {
    this.#abort.abort(reason);
    await this.drain();
    this.#presence?.close();
  }
}

interface Serving {
  readonly pool: Pool;
  readonly log: Logger;
  readonly presence: WorkerPresence | null;
  /** Aborted when what runs is to be handed back. */
  readonly signal: AbortSignal;
}

/** Each set is a worker pool of graphile-worker's: a task that waits can take no slot of another set. */
async function serveSlots(
  { count, ownerShare, handlers }: Slots,
  { pool, log, presence, signal }: Serving,
): Promise<ServedSlots> {
  const shares = new OwnerShares(ownerShare);
  const { events } = shares;
  const failed = new Promise<Error>((resolve) => {
    events.once('pool:fatalError', ({ error }) => resolve(error as Error));
  });
  const atRest = new Promise<void>((resolve) => {
    let working = count;
    events.on('worker:stop', () => {
      working -= 1;
      if (working === 0) resolve();
    });
  });
  const runner = await run({
    pgPool: pool,
    taskList: taskListOf(handlers, signal, sqlOn(pool)),
    concurrency: count,
    events,
    forbiddenFlags: shares.forbiddenFlags,
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
  return { tasks: Object.keys(handlers), shares, runner, failed, atRest };
}

/**
 * Once two jobs' ends could not be written, graphile-worker counts wrong what is left to write, and may wait for it for
 * ever (github.com/graphile/worker/issues/636). Of a set that has failed only the slots are waited for.
 */
async function stopServing({ runner, failed, atRest }: ServedSlots): Promise<void> {
  // A runner that has stopped by itself refuses to stop, and the reason is in `over`.
  await Promise.race([runner.stop().catch(() => undefined), failed]);
  await atRest;
}

function taskListOf(handlers: Readonly<Record<string, LaneHandler>>, signal: AbortSignal, sql: Sql): TaskList {
  const serve =
    (handle: LaneHandler): TaskList[string] =>
    async (_payload, { job }) => {
      await noteTurn(sql, job);
      await handle(laneOf(job), signal);
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
