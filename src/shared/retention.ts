import type { Logger } from 'pino';
import type { Sql } from './database/sql.js';
import type { JobQueue } from './job-queue/job-queue.js';
import type { Lane, LaneHandler } from './job-queue/lane.js';

/** The queue task that removes what has been kept long enough; it has one lane, so that one process does it at a time. */
export const RETENTION_TASK = 'retention';
const LANE: Lane = { task: RETENTION_TASK, id: 'all', ownerId: null, sessionId: null };

/** One kind of rows that are kept for a while. */
export interface RetentionRule {
  /** What it removes, for the log. */
  readonly name: string;
  /** Removes up to a short statement's worth of rows; gives how many, 0 when nothing is left to remove. */
  removeSome(): Promise<number>;
}

export interface RetentionDependencies {
  readonly sql: Sql;
  readonly queue: JobQueue;
  readonly rules: readonly RetentionRule[];
  /** From the end of one round to the begin of the next. */
  readonly intervalMs: number;
  readonly log: Logger;
}

/** Removes old rows from time to time, in statements so short that nobody waits for them. */
export class Retention {
  readonly #with: RetentionDependencies;

  constructor(dependencies: RetentionDependencies) {
    this.#with = dependencies;
  }

  /** Has the first round begin now. Of several processes that start, one runs it. */
  async start(): Promise<void> {
    await this.#with.queue.wake(this.#with.sql, LANE);
  }

  /** Has the next round begin although no queue job knows of it. */
  async reconcile(): Promise<number> {
    const { queue, sql } = this.#with;
    const forgotten = await queue.forgotten(sql, [LANE]);
    if (forgotten.length > 0) await queue.wake(sql, LANE);
    return forgotten.length;
  }

  readonly handle: LaneHandler = async (_lane, signal) => {
    const { rules, queue, sql, intervalMs, log } = this.#with;
    for (const rule of rules) {
      const removed = await removeAll(rule, signal).catch((error: unknown) => {
        // The other rules do not wait for this one's cause to pass; the next round tries it again.
        log.warn({ err: error, rule: rule.name }, 'Old rows could not be removed.');
        return 0;
      });
      if (removed > 0) log.info({ rows: removed }, `Removed old ${rule.name}.`);
    }
    await queue.wake(sql, LANE, signal.aborted ? null : new Date(Date.now() + intervalMs));
  };
}

async function removeAll(rule: RetentionRule, signal: AbortSignal): Promise<number> {
  let removed = 0;
  while (!signal.aborted) {
    const count = await rule.removeSome();
    if (count === 0) break;
    removed += count;
  }
  return removed;
}
