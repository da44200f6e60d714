import type { Logger } from 'pino';
import type { JobQueue } from './job-queue.js';

const INTERVAL_MS = 30_000;

/** Work whose lanes could be forgotten. */
export interface Reconciled {
  /** Wakes each lane that has work and no live queue job; gives how many. */
  reconcile(): Promise<number>;
}

/**
 * Looks, at start and from time to time, for work that would never be taken up: jobs of dead workers, and runs that no
 * queue job knows of, whose lanes it wakes.
 */
export class Reconciler {
  readonly #queue: JobQueue;
  readonly #lanes: readonly Reconciled[];
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();

  constructor({ queue, lanes, log }: { queue: JobQueue; lanes: readonly Reconciled[]; log: Logger }) {
    this.#queue = queue;
    this.#lanes = lanes;
    this.#log = log;
  }

  async start(): Promise<void> {
    await this.#look();
    this.#timer = setInterval(() => {
      this.#looking = this.#look().catch((error: unknown) => {
        this.#log.warn({ err: error }, 'Looking for forgotten runs failed; it is tried again.');
      });
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    await this.#queue.releaseDead();
    for (const lanes of this.#lanes) {
      const woken = await lanes.reconcile();
      if (woken > 0) this.#log.info({ lanes: woken }, 'Woke lanes with unfinished runs.');
    }
  }
}
