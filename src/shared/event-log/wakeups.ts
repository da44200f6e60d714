import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import type { Sql } from '../database/sql.js';

const CHANNEL = 'events';
const RECONNECT_AFTER_MS = 500;
/** While notifications arrive, a look without one is only a safety net; thousands of readers may each pay for it. */
const LOOK_AGAIN_LISTENING_MS = 30_000;
const LOOK_AGAIN_DEAF_MS = 1_000;

/** Wakes whoever waits for `topic`, in any process; in a transaction, when that commits. */
export async function notify(sql: Sql, topic: string): Promise<void> {
  await sql.query(`select pg_notify('${CHANNEL}', $1::text)::text`, [topic]);
}

/**
 * Wakes who waits for a topic, such as the readers of a stream when something was appended to it, by LISTEN/NOTIFY on
 * one connection, however many they are. A wake-up carries no data and may be lost or merged: who waits also looks again
 * after a while.
 */
export class Wakeups {
  readonly #pool: Pool;
  readonly #log: Logger;
  readonly #readers = new Map<string, Set<Wakeup>>();
  #client: PoolClient | null = null;
  #closed = false;

  constructor({ pool, log }: { pool: Pool; log: Logger }) {
    this.#pool = pool;
    this.#log = log;
  }

  /** Starts to listen; from then on the connection is kept, and made anew when it breaks. */
  async open(): Promise<void> {
    const client = await this.#pool.connect();
    const lost = (error?: Error) => {
      if (this.#client !== client) return;
      this.#client = null;
      client.release(error ?? true);
      if (!this.#closed) void this.#reopen(error);
    };
    client.on('notification', (message) => {
      if (message.channel === CHANNEL) this.#wake(message.payload ?? '');
    });
    client.on('error', lost);
    client.on('end', () => lost());
    try {
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
    this.#client = client;
    if (this.#closed) await this.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = this.#client;
    this.#client = null;
    client?.release(true);
    this.#wakeAll();
  }

  /** How long a reader may wait for a notification before it looks by itself. */
  get lookAgainAfterMs(): number {
    return this.#client === null ? LOOK_AGAIN_DEAF_MS : LOOK_AGAIN_LISTENING_MS;
  }

  /** A reader's own wake-up, of the stream with this name or of another topic; close it when the reader leaves. */
  for(stream: string): Wakeup {
    const readers = this.#readers.get(stream) ?? new Set();
    this.#readers.set(stream, readers);
    const wakeup = new Wakeup(() => {
      readers.delete(wakeup);
      if (readers.size === 0 && this.#readers.get(stream) === readers) this.#readers.delete(stream);
    });
    readers.add(wakeup);
    return wakeup;
  }

  #wake(stream: string): void {
    for (const reader of this.#readers.get(stream) ?? []) reader.notify();
  }

  #wakeAll(): void {
    for (const readers of this.#readers.values()) for (const reader of readers) reader.notify();
  }

  async #reopen(cause: Error | undefined): Promise<void> {
    this.#log.warn(
      { reason: cause?.message },
      'The connection that listens for events was lost; readers poll until it is back.',
    );
    // Those that wait would wait for long; from now on they look often.
    this.#wakeAll();
    while (!this.#closed) {
      try {
        await this.open();
        // What was notified meanwhile went unheard.
        this.#wakeAll();
        return;
      } catch (error) {
        this.#log.debug({ err: error }, 'Listening for events failed again.');
        await sleep(RECONNECT_AFTER_MS, undefined, { ref: false });
      }
    }
  }
}

/** Notifications merge: any number of them before a wait ends that wait once. */
export class Wakeup {
  #notified = false;
  #resolve: (() => void) | null = null;

  constructor(readonly close: () => void) {}

  notify(): void {
    this.#notified = true;
    this.#resolve?.();
  }

  /** Resolves at the next notification, at once if one came since the last wait, or after `atMostMs`, or on abort. */
  async wait(atMostMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#notified && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          this.#resolve = null;
          resolve();
        };
        const timer = setTimeout(done, atMostMs);
        timer.unref();
        signal.addEventListener('abort', done);
        this.#resolve = done;
      });
    }
    this.#notified = false;
  }
}
