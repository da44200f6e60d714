import { EventEmitter } from 'node:events';
import type { WorkerEvents } from 'graphile-worker';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import { type Sql, sqlOn } from '../database/sql.js';

/** A worker takes its lock a moment after it may have taken its first job. */
const GRACE_SECONDS = 10;

/**
 * Shows that this process's workers live, and finds those that do not. Each worker's name is held as an advisory lock
 * on one connection: when the process dies, however it dies, PostgreSQL gives the locks up at once. A job whose worker's
 * name is free is a dead worker's.
 *
 * Not for the embedded database: its sessions share one backend, hence all locks, and its folder admits one process.
 */
export class WorkerPresence {
  /** To be given to graphile-worker, which announces its workers on it. */
  readonly events: WorkerEvents = new EventEmitter();
  readonly #pool: Pool;
  readonly #sql: Sql;
  readonly #log: Logger;
  readonly #workers = new Set<string>();
  #client: PoolClient | null = null;
  #showing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor({ pool, log }: { pool: Pool; log: Logger }) {
    this.#pool = pool;
    this.#sql = sqlOn(pool);
    this.#log = log;
    this.events.on('worker:create', ({ worker }) => {
      this.#workers.add(worker.workerId);
      void this.#show(worker.workerId);
    });
  }

  async open(): Promise<void> {
    const client = await this.#pool.connect();
    const lost = (error?: Error) => {
      if (this.#client !== client) return;
      this.#client = null;
      client.release(error ?? true);
      // Until the locks are back others may take our jobs over; the attempt number then refuses what we write.
      if (!this.#closed) this.#reopen(error);
    };
    client.on('error', lost);
    client.on('end', () => lost());
    this.#client = client;
    for (const worker of this.#workers) await this.#show(worker);
  }

  close(): void {
    this.#closed = true;
    const client = this.#client;
    this.#client = null;
    client?.release(true);
  }

  /** Unlocks what dead workers had locked; gives their names. */
  async releaseDead(): Promise<readonly string[]> {
    const dead = await this.#sql.query<{ worker: string }>(
      `with holders as (
         select distinct locked_by as worker from graphile_worker._private_jobs
         where locked_at < now() - make_interval(secs => ${GRACE_SECONDS})
         union
         select locked_by from graphile_worker._private_job_queues
         where locked_at < now() - make_interval(secs => ${GRACE_SECONDS})
       ), free as materialized (
         select worker from holders
         where worker is not null and pg_try_advisory_xact_lock(hashtextextended(worker, 0))
       )
       select worker from free`,
    );
    const names = dead.map(({ worker }) => worker);
    if (names.length > 0) await this.#sql.query('select graphile_worker.force_unlock_workers($1::text[])', [names]);
    return names;
  }

  /** One after the other: a connection takes one query at a time. */
  #show(worker: string): Promise<void> {
    this.#showing = this.#showing.then(async () => {
      try {
        await this.#client?.query('select pg_advisory_lock(hashtextextended($1, 0))', [worker]);
      } catch (error) {
        this.#log.warn({ err: error, worker }, 'A worker could not show its presence.');
      }
    });
    return this.#showing;
  }

  #reopen(cause: Error | undefined): void {
    this.#log.warn({ err: cause }, 'The connection that shows this process’s workers was lost; it is opened again.');
    setTimeout(() => {
      if (this.#closed) return;
      this.open().catch((error: unknown) => this.#reopen(error as Error));
    }, 1_000).unref();
  }
}
