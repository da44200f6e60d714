import type { RunStatus } from '../../contracts/events.js';
import type { Sql } from '../database/sql.js';
import { notify, type Wakeup, type Wakeups } from '../event-log/wakeups.js';
import { RunCancelledError, StaleAttemptError } from '../run-errors.js';
import type { RunAttempt, RunTable } from './run-attempt.js';

/** Has whoever works on the run look at its row; in a transaction, when that commits. It may be lost. */
export async function tellToStop(sql: Sql, runId: string): Promise<void> {
  await notify(sql, topicOf(runId));
}

/** Wakes when someone tells the run to stop. Ask for it before the run is claimed, so that nothing falls in between. */
export function stopWakeup(wakeups: Wakeups, runId: string): Wakeup {
  return wakeups.for(topicOf(runId));
}

export interface AttemptWatchOptions {
  readonly sql: Sql;
  readonly table: RunTable['table'];
  readonly run: RunAttempt;
  readonly wakeup: Wakeup;
  /** Of the process. */
  readonly shutdown: AbortSignal;
  /** A lost notification only delays: the row is also looked at this often. */
  readonly lookEveryMs: number;
}

/** Watches whether an attempt is still to go on, while it is at work. End it when the work has ended. */
export class AttemptWatch {
  readonly #options: AttemptWatchOptions;
  readonly #stop = new AbortController();
  readonly #ended = new AbortController();
  readonly #watching: Promise<void>;

  constructor(options: AttemptWatchOptions) {
    this.#options = options;
    const { shutdown } = options;
    if (shutdown.aborted) this.#onShutdown();
    shutdown.addEventListener('abort', this.#onShutdown);
    this.#watching = this.#watch();
  }

  /**
   * Aborted with a `RunCancelledError` when the run was cancelled, a `StaleAttemptError` when the attempt was replaced or
   * the run deleted, the process's own reason when that stops: whatever came first.
   */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  async end(): Promise<void> {
    this.#options.shutdown.removeEventListener('abort', this.#onShutdown);
    this.#ended.abort();
    await this.#watching;
  }

  readonly #onShutdown = (): void => this.#stop.abort(this.#options.shutdown.reason);

  async #watch(): Promise<void> {
    const { wakeup, lookEveryMs } = this.#options;
    for (;;) {
      await wakeup.wait(lookEveryMs, this.#ended.signal);
      if (this.#ended.signal.aborted) return;
      // A database that does not answer stops no work; the work meets it itself.
      const reason = await this.#reasonToStop().catch(() => null);
      if (reason !== null) return this.#stop.abort(reason);
    }
  }

  async #reasonToStop(): Promise<Error | null> {
    const { sql, table, run } = this.#options;
    const [row] = await sql.query<{ attempt: number; status: RunStatus }>(
      `select attempt, status from ${table} where id = $1`,
      [run.id],
    );
    if (row?.attempt !== run.attempt) return new StaleAttemptError(run.id, run.attempt);
    return row.status === 'CANCELLING' ? new RunCancelledError(run.id) : null;
  }
}

function topicOf(runId: string): string {
  return `stop:${runId}`;
}
