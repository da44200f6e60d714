import type { Logger } from 'pino';
import type { RunLanes } from './run-lanes.js';

const INTERVAL_MS = 30_000;

/** Looks, at start and from time to time, for runs that no queue job would ever take up, and wakes their lanes. */
export class Reconciler {
  readonly #lanes: readonly RunLanes[];
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();

  constructor({ lanes, log }: { lanes: readonly RunLanes[]; log: Logger }) {
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
    for (const lanes of this.#lanes) {
      const woken = await lanes.reconcile();
      if (woken > 0) this.#log.info({ lanes: woken }, 'Woke lanes with unfinished runs.');
    }
  }
}
