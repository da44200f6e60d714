import type { ProviderLogger } from './provider-logger.js';

export interface ProviderCheck {
  /** "language model", "embedder": as the log names it. */
  readonly name: string;
  /** Rejects when the provider cannot be used, or with the signal's reason. */
  run(signal: AbortSignal): Promise<void>;
}

export interface CheckTiming {
  /** The start of the server waits no longer than this for the first answers. */
  readonly startWaitMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

export const DEFAULT_CHECK_TIMING: CheckTiming = { startWaitMs: 5_000, firstDelayMs: 2_000, longestDelayMs: 60_000 };

/** Asks each provider whether it can be used, until it can. A provider that is down does not stop the server. */
export class ProviderChecks {
  readonly #checks: readonly ProviderCheck[];
  readonly #log: ProviderLogger;
  readonly #timing: CheckTiming;
  readonly #stopping = new AbortController();
  readonly #problems = new Map<string, string>();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: { checks: readonly ProviderCheck[]; log: ProviderLogger; timing: CheckTiming }) {
    this.#checks = options.checks;
    this.#log = options.log;
    this.#timing = options.timing;
  }

  /** What is wrong with the providers that have not answered yet; empty when all have. */
  get problems(): readonly string[] {
    return [...this.#problems.values()];
  }

  /** Gives when each provider was asked once, or after `startWaitMs`; the asking goes on. */
  async start(): Promise<void> {
    const { signal } = this.#stopping;
    const asked = this.#checks.map((check) => this.#begin(check, signal));
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#timing.startWaitMs);
    });
    await Promise.race([Promise.all(asked), waited]);
    clearTimeout(timer);
  }

  /** Gives when nothing is asked any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** Gives when the provider was asked once. */
  async #begin(check: ProviderCheck, signal: AbortSignal): Promise<void> {
    this.#problems.set(check.name, `The ${check.name} has not answered yet.`);
    await new Promise<void>((resolve) => {
      const following = this.#untilGood(check, signal, resolve);
      this.#running = Promise.all([this.#running, following]);
    });
  }

  async #untilGood(check: ProviderCheck, signal: AbortSignal, onAsked: () => void): Promise<void> {
    let told: string | null = null;
    for (let delay = this.#timing.firstDelayMs; ; delay = Math.min(delay * 2, this.#timing.longestDelayMs)) {
      const problem = await problemOf(check, signal);
      onAsked();
      if (signal.aborted) return;
      if (problem === null) break;
      this.#problems.set(check.name, problem);
      if (problem !== told)
        this.#log.warn({ provider: check.name }, `The ${check.name} cannot be used yet. ${problem}`);
      told = problem;
      await pause(delay, signal);
    }
    this.#problems.delete(check.name);
    if (told !== null) this.#log.info({ provider: check.name }, `The ${check.name} can be used now.`);
  }
}

async function problemOf(check: ProviderCheck, signal: AbortSignal): Promise<string | null> {
  try {
    await check.run(signal);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Gives after the delay, or when aborted. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
