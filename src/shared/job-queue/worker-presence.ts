import type { Pool, PoolClient } from 'pg';
import type { Sql } from '../database/sql.js';

/**
 * Shows that this process's workers live. The name under which they lock jobs is held as an advisory lock on one
 * connection: when the process dies, however it dies, PostgreSQL gives the lock up at once, and within half a minute
 * when its machine vanishes. A job whose holder's name is free is a dead worker's, and anyone may give it back to the
 * queue.
 *
 * So a process that has lost the connection must stop its jobs: others already take them for a dead worker's.
 *
 * Not for the embedded database: its sessions share one backend, hence all locks, and its folder admits one process.
 */
export class WorkerPresence {
  /** Resolves when the connection is lost, with the reason; never after `close`. */
  readonly lost: Promise<Error>;
  readonly #client: PoolClient;
  readonly #held = new Map<string, Promise<void>>();
  #lose: (error: Error) => void = () => undefined;
  #released = false;

  private constructor(client: PoolClient) {
    this.#client = client;
    this.lost = new Promise((resolve) => {
      this.#lose = (error) => {
        if (this.#release(error)) resolve(error);
      };
    });
    client.on('error', (error) => this.#lose(error));
    client.on('end', () => this.#lose(new Error('The connection was closed.')));
  }

  static async open(pool: Pool): Promise<WorkerPresence> {
    return new WorkerPresence(await pool.connect());
  }

  /** Gives when the lock is held: only then may a job be locked under this name. Throws when it cannot be. */
  hold(worker: string): Promise<void> {
    const holding = this.#held.get(worker) ?? this.#query('select pg_advisory_lock(hashtextextended($1, 0))', [worker]);
    this.#held.set(worker, holding);
    return holding;
  }

  close(): void {
    this.#release(true);
  }

  async #query(text: string, values: readonly unknown[] = []): Promise<void> {
    try {
      await this.#client.query(text, values as unknown[]);
    } catch (error) {
      this.#lose(error as Error);
      throw error;
    }
  }

  /** False when it was released before. Ending the connection gives the locks up. */
  #release(reason: Error | true): boolean {
    if (this.#released) return false;
    this.#released = true;
    this.#client.release(reason);
    return true;
  }
}

/** Gives back to the queue what workers had locked whose name is free; gives their names. */
export async function releaseDeadWorkers(sql: Sql): Promise<readonly string[]> {
  const dead = await sql.query<{ worker: string }>(
    `with holders as (
       select locked_by as worker from graphile_worker._private_jobs where locked_by is not null
       union
       select locked_by from graphile_worker._private_job_queues where locked_by is not null
     ), free as materialized (
       select worker from holders where pg_try_advisory_xact_lock(hashtextextended(worker, 0))
     )
     select worker from free`,
  );
  const names = dead.map(({ worker }) => worker);
  if (names.length > 0) await sql.query('select graphile_worker.force_unlock_workers($1::text[])', [names]);
  return names;
}
