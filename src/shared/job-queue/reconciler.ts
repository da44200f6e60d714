import type { Logger } from 'pino';
import type { JobQueue } from './job-queue.js';

const DEAD_WORKERS_EVERY_MS = 3_000;
const IDLE_LANES_EVERY_MS = 5_000;
const FORGOTTEN_RUNS_EVERY_MS = 30_000;

/** Work whose lanes could be forgotten. */
export interface Reconciled {
  /** Wakes each lane that has work and no live queue job; gives how many. */
  reconcile(): Promise<number>;
}

/**
 * Looks, at start and from time to time, for work that would never be taken up: jobs of dead workers, and runs that no
 * queue job knows of, whose lanes it wakes; and clears away lanes that have nothing to do.
 */
export class Reconciler {
  readonly #queue: JobQueue;
  readonly #lanes: readonly Reconciled[];
  readonly #log: Logger;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #looks = new Set<Promise<void>>();

  constructor({ queue, lanes, log }: { queue: JobQueue; lanes: readonly Reconciled[]; log: Logger }) {
    this.#queue = queue;
    this.#lanes = lanes;
    this.#log = log;
  }

  async start(): Promise<void> {
    await this.#queue.releaseDead();
    await this.#wakeForgotten();
    this.#every(DEAD_WORKERS_EVERY_MS, () => this.#queue.releaseDead());
    this.#every(IDLE_LANES_EVERY_MS, () => this.#queue.forgetIdleLanes());
    this.#every(FORGOTTEN_RUNS_EVERY_MS, () => this.#wakeForgotten());
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    await Promise.all(this.#looks);
  }

  /** A look that takes longer than its interval is not begun a second time. */
  #every(ms: number, look: () => Promise<void>): void {
    let current: Promise<void> | null = null;
    const timer = setInterval(() => {
      if (current !== null) return;
      const looking = this.#attempt(look).finally(() => {
        this.#looks.delete(looking);
        current = null;
      });
      current = looking;
      this.#looks.add(looking);
    }, ms);
    timer.unref();
    this.#timers.push(timer);
  }

  async #attempt(look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      this.#log.warn({ err: error }, 'Looking for work that nobody does failed; it is tried again.');
    }
  }

  async #wakeForgotten(): Promise<void> {
    for (const lanes of this.#lanes) {
      const woken = await lanes.reconcile();
      if (woken > 0) this.#log.info({ lanes: woken }, 'Woke lanes with unfinished runs.');
    }
  }
}
