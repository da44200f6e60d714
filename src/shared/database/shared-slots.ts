import type { Pool, PoolClient } from 'pg';
import { notify, type Wakeups } from '../event-log/wakeups.js';
import { sqlOn } from './sql.js';

/** A notification that a slot is free may be lost, and a process that dies sends none. */
const LOOK_AGAIN_MS = 1_000;

export interface SharedSlotsOptions {
  readonly pool: Pool;
  readonly wakeups: Wakeups;
  /** Slots of the same name are shared by all processes on the database. */
  readonly name: string;
  readonly count: number;
}

/**
 * A number of slots for all processes on one PostgreSQL together, given in the order of asking. A slot is an advisory
 * lock on a connection of its own, so that a process that dies, however it dies, gives its slots up at once.
 *
 * Who asks first takes the turnstile, a lock for which the server queues, and keeps it until a slot is free: without it
 * a process that asks again and again would always be there before the others have heard of the slot it gave up.
 *
 * Not for the embedded database, whose sessions share all locks and whose folder admits one process.
 */
export class SharedSlots {
  readonly #pool: Pool;
  readonly #wakeups: Wakeups;
  readonly #name: string;
  readonly #count: number;

  constructor({ pool, wakeups, name, count }: SharedSlotsOptions) {
    this.#pool = pool;
    this.#wakeups = wakeups;
    this.#name = `slots:${name}`;
    this.#count = count;
  }

  /** Gives the function that gives the slot back, and never rejects. Rejects with the signal's reason. */
  async take(signal: AbortSignal): Promise<() => Promise<void>> {
    const client = await this.#pool.connect();
    let kept = true;
    // Ending the connection ends the wait, and gives up what it has locked.
    const drop = () => {
      if (kept) client.release(true);
      kept = false;
    };
    signal.addEventListener('abort', drop, { once: true });
    try {
      signal.throwIfAborted();
      await client.query('select pg_advisory_lock(hashtext($1), 0)', [this.#name]);
      const slot = await this.#free(client, signal);
      await client.query('select pg_advisory_unlock(hashtext($1), 0)', [this.#name]);
      signal.throwIfAborted();
      return () => this.#giveBack(client, slot);
    } catch (error) {
      drop();
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', drop);
    }
  }

  async #free(client: PoolClient, signal: AbortSignal): Promise<number> {
    const wakeup = this.#wakeups.for(this.#name);
    try {
      for (;;) {
        const { rows } = await client.query<{ slot: number }>(
          'select slot from generate_series(1, $2::int) as slot where pg_try_advisory_lock(hashtext($1), slot) limit 1',
          [this.#name, this.#count],
        );
        if (rows[0] !== undefined) return rows[0].slot;
        await wakeup.wait(LOOK_AGAIN_MS, signal);
        signal.throwIfAborted();
      }
    } finally {
      wakeup.close();
    }
  }

  async #giveBack(client: PoolClient, slot: number): Promise<void> {
    try {
      await client.query('select pg_advisory_unlock(hashtext($1), $2::int)', [this.#name, slot]);
      await notify(sqlOn(client), this.#name);
      client.release();
    } catch (error) {
      client.release(error as Error);
    }
  }
}
