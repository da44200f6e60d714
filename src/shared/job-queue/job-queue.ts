import { type Runner, run, runMigrations, Logger as WorkerLogger } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Sql } from '../database/sql.js';
import type { WorkerPresence } from './worker-presence.js';

const POLL_INTERVAL_MS = 2_000;

/** A queue's worth of work for one lane (a session, a dialog): its jobs run one at a time. */
export interface Lane {
  /** Which handler serves it. */
  readonly task: string;
  /** The session's or dialog's id. */
  readonly id: string;
}

export type LaneHandler = (laneId: string, signal: AbortSignal) => Promise<void>;

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
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  /** Null on the embedded database. */
  readonly #presence: WorkerPresence | null;
  #runner: Runner | null = null;

  constructor({ pool, log, presence = null }: { pool: Pool; log: Logger; presence?: WorkerPresence | null }) {
    this.#pool = pool;
    this.#log = log;
    this.#presence = presence;
  }

  /** Has the lane looked at, now or not before `at`; in a transaction this commits and rolls back with it. */
  async wake(sql: Sql, lane: Lane, at: Date = new Date()): Promise<void> {
    await sql.query(
      `select id::text from graphile_worker.add_job(
         $1::text, json_build_object('lane', $2::text), queue_name => $3::text, job_key => $3::text,
         run_at => $4::text::timestamptz)`,
      [lane.task, lane.id, queueName(lane), at.toISOString()],
    );
  }

  /** Starts to serve wake-ups, `concurrency` lanes at a time. */
  async start(handlers: Readonly<Record<string, LaneHandler>>, concurrency: number): Promise<void> {
    const taskList = Object.fromEntries(
      Object.entries(handlers).map(([task, handle]) => [
        task,
        async (payload: unknown) => handle((payload as { lane: string }).lane, this.#stopping.signal),
      ]),
    );
    await this.#presence?.open();
    this.#runner = await run({
      pgPool: this.#pool,
      events: this.#presence?.events,
      taskList,
      concurrency,
      noHandleSignals: true,
      crontab: '',
      pollInterval: POLL_INTERVAL_MS,
      logger: new WorkerLogger(() => (level, message, meta) => {
        if (level === 'error' || level === 'warning') this.#log.warn({ queue: meta }, message);
        else this.#log.debug(message);
      }),
    });
  }

  /** Takes no more work, aborts what runs (each run is handed back by its handler) and waits for it. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('The server is shutting down.'));
    const runner = this.#runner;
    this.#runner = null;
    await runner?.stop();
    this.#presence?.close();
  }

  /** Gives the jobs of dead workers back to the queue. */
  async releaseDead(): Promise<void> {
    const dead = (await this.#presence?.releaseDead()) ?? [];
    if (dead.length > 0) this.#log.warn({ workers: dead }, 'Released the jobs of workers that have died.');
  }

  /**
   * Gives up every lock of the queue. Only right when no other process can hold one: on the embedded database, whose
   * data folder admits one process, whatever is locked at start-up was locked by a dead one.
   */
  async releaseAll(sql: Sql): Promise<void> {
    await sql.query(
      `select graphile_worker.force_unlock_workers(
         array(select distinct locked_by from graphile_worker._private_jobs where locked_by is not null)
         || array(select distinct locked_by from graphile_worker._private_job_queues where locked_by is not null))`,
    );
  }

  /** The lanes of `lanes` that no live queue job would ever look at. */
  async forgotten(sql: Sql, lanes: readonly Lane[]): Promise<readonly Lane[]> {
    if (lanes.length === 0) return [];
    const rows = await sql.query<{ name: string }>(
      `select name from unnest($1::text[]) as name
       where not exists (
         select 1 from graphile_worker.jobs j
         where j.queue_name = name and j.attempts < j.max_attempts)`,
      [lanes.map(queueName)],
    );
    const names = new Set(rows.map((row) => row.name));
    return lanes.filter((lane) => names.has(queueName(lane)));
  }
}

function queueName(lane: Lane): string {
  return `${lane.task}:${lane.id}`;
}

const silentLogger = new WorkerLogger(() => () => undefined);
