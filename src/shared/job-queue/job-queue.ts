import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { runMigrations, Logger as WorkerLogger } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { inTransaction, type Sql, sqlOn } from '../database/sql.js';
import { type Lane, queueName } from './lane.js';
import { wakeInTurn } from './lane-turns.js';
import { releaseDeadWorkers, type WorkerPresence } from './worker-presence.js';
import { type Slots, WorkerTerm } from './worker-term.js';

const NEW_TERM_AFTER_MS = 1_000;
const LANES_A_BATCH = 1_000;

/** Builds the queue's own tables. */
export async function setUpQueue(pool: Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: silentLogger });
}

/**
 * graphile-worker, reduced to what we need of it: wake-ups for lanes. A queue job says "look at this lane" and carries
 * nothing else; what is to be done stands in the lane's own table. A lane has at most one wake-up waiting.
 */
export class JobQueue {
  readonly #pool: Pool;
  readonly #sql: Sql;
  readonly #log: Logger;
  readonly #openPresence: (() => Promise<WorkerPresence>) | null;
  readonly #stopping = new AbortController();
  #draining = false;
  #term: WorkerTerm | null = null;
  #serving: Promise<void> = Promise.resolve();

  /** `openPresence` is null when no other process can hold jobs: on the embedded database. */
  constructor({
    pool,
    log,
    openPresence = null,
  }: {
    pool: Pool;
    log: Logger;
    openPresence?: (() => Promise<WorkerPresence>) | null;
  }) {
    this.#pool = pool;
    this.#sql = sqlOn(pool);
    this.#log = log;
    this.#openPresence = openPresence;
  }

  /** Whether wake-ups are served: not before the start, nor while the others cannot see that this process lives. */
  get isServing(): boolean {
    return this.#term !== null;
  }

  /**
   * Has the lane looked at in its owner's turn, now or not before `at`; in a transaction this commits and rolls back with
   * it.
   */
  wake(sql: Sql, lane: Lane, at: Date | null = null): Promise<void> {
    return wakeInTurn(sql, lane, at);
  }

  /**
   * Starts to serve wake-ups until `stop`, each set of slots its own tasks. When this process can no longer show that it
   * lives, what runs is handed back, and serving begins anew once it can.
   */
  async start(sets: readonly Slots[]): Promise<void> {
    const begin = () => this.#begin(sets);
    this.#serving = this.#serve(await begin(), begin);
  }

  /** Whether another lane waits for the slot of this process that serves this one, and could have it. */
  async isAwaited(lane: Lane): Promise<boolean> {
    return !this.#draining && this.#term !== null && this.#term.isAwaited(lane);
  }

  /** Takes no more work; gives when what runs has ended. */
  async drain(): Promise<void> {
    this.#draining = true;
    await this.#term?.drain();
  }

  /** Takes no more work, aborts what runs (each run is handed back by its handler) and waits for it. */
  async stop(): Promise<void> {
    this.#draining = true;
    this.#stopping.abort(new Error('The server is shutting down.'));
    await this.#serving;
  }

  /** Gives the jobs of dead workers back to the queue. */
  async releaseDead(): Promise<void> {
    if (this.#openPresence === null) return;
    const dead = await releaseDeadWorkers(this.#sql);
    if (dead.length > 0) this.#log.warn({ workers: dead }, 'Released the jobs of workers that have died.');
  }

  /**
   * Removes what the queue keeps of lanes that have no job, some at a time. It never does so itself, and each look for a
   * job goes over all lanes there ever were: 100,000 idle ones make it take 0.3 s.
   *
   * So go the jobs that will never be taken: a wake-up that finds its lane being served puts a new job in place of that
   * one, which is left behind when its worker dies.
   */
  async forgetIdleLanes(): Promise<void> {
    await this.#sql.query(
      `delete from graphile_worker._private_jobs where key is null and attempts >= max_attempts and locked_at is null`,
    );
    await inTransaction(this.#pool, async (sql) => {
      const idle = await sql.query<{ id: number }>(
        `select q.id from graphile_worker._private_job_queues q
         where q.locked_by is null and not exists (
           select 1 from graphile_worker._private_jobs j where j.job_queue_id = q.id)
         limit ${LANES_A_BATCH} for update skip locked`,
      );
      // Looked at again now that they are locked: a job may have come before the lock.
      await sql.query(
        `delete from graphile_worker._private_job_queues q
         where q.id = any($1::int[]) and not exists (
           select 1 from graphile_worker._private_jobs j where j.job_queue_id = q.id)`,
        [idle.map(({ id }) => id)],
      );
    });
  }

  /**
   * The lanes of `lanes` that no live queue job will look at. After failures the queue puts a job off by up to six hours;
   * how long a run waits for its next attempt is not for it to say.
   */
  async forgotten(sql: Sql, lanes: readonly Lane[]): Promise<readonly Lane[]> {
    if (lanes.length === 0) return [];
    const rows = await sql.query<{ name: string }>(
      `select name from unnest($1::text[]) as name
       where not exists (
         select 1 from graphile_worker.jobs j
         where j.queue_name = name and j.attempts < j.max_attempts
           and (j.last_error is null or j.locked_at is not null or j.run_at < now() + interval '1 minute'))`,
      [lanes.map(queueName)],
    );
    const names = new Set(rows.map((row) => row.name));
    return lanes.filter((lane) => names.has(queueName(lane)));
  }

  async #begin(sets: readonly Slots[]): Promise<WorkerTerm> {
    const presence = (await this.#openPresence?.()) ?? null;
    try {
      if (presence === null) await this.#releaseAll();
      return await WorkerTerm.begin({ pool: this.#pool, log: this.#log, sets, presence });
    } catch (error) {
      presence?.close();
      throw error;
    }
  }

  async #serve(first: WorkerTerm, begin: () => Promise<WorkerTerm>): Promise<void> {
    let term: WorkerTerm | null = first;
    while (term !== null) {
      this.#term = term;
      // It may have begun while the queue was told to drain.
      if (this.#draining) void term.drain();
      const reason = await Promise.race([term.over, this.#stopped()]);
      if (!this.#draining) this.#log.warn({ err: reason }, 'This process’s work is handed back; serving begins anew.');
      this.#term = null;
      await term.end(reason);
      term = await this.#beginAgain(begin);
    }
  }

  /** Tries until it succeeds; null when no more work is to be taken. */
  async #beginAgain(begin: () => Promise<WorkerTerm>): Promise<WorkerTerm | null> {
    while (!this.#draining) {
      await sleep(NEW_TERM_AFTER_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#draining) return null;
      try {
        return await begin();
      } catch (error) {
        this.#log.warn({ err: error }, 'Serving could not begin anew; it is tried again.');
      }
    }
    return null;
  }

  async #stopped(): Promise<Error> {
    const { signal } = this.#stopping;
    if (!signal.aborted) await once(signal, 'abort');
    return signal.reason as Error;
  }

  /** Gives up every lock: whatever is locked when a term begins and nobody else can be there is an ended term's. */
  async #releaseAll(): Promise<void> {
    await this.#sql.query(
      `select graphile_worker.force_unlock_workers(
         array(select distinct locked_by from graphile_worker._private_jobs where locked_by is not null)
         || array(select distinct locked_by from graphile_worker._private_job_queues where locked_by is not null))`,
    );
  }
}

const silentLogger = new WorkerLogger(() => () => undefined);
