import { CliError } from './cli-error.js';
import { followIndexJob, type IndexCounts } from './index-job.js';
import type { ServerConnection } from './server-connection.js';

/** How far all jobs are together. */
export type OnProgress = (processed: number, unforeseen: number) => void;

/** The index jobs of one run, in the order in which the server takes them: each is watched to its end. */
export class PendingJobs {
  readonly #watched: Promise<IndexCounts>[] = [];
  readonly #states = new Map<string, { processed: number; unforeseen: number }>();
  readonly #finished: IndexCounts[] = [];

  /** `unforeseen` files were not sent: a session of another embedding model takes in all its files anew. */
  constructor(
    private readonly connection: ServerConnection,
    private readonly onProgress: OnProgress,
  ) {}

  add(jobId: string, sentFiles: number): void {
    const watched = this.#watch(jobId, sentFiles);
    // It is awaited only when its turn comes; until then a failure must not count as unhandled.
    watched.catch(() => {});
    this.#watched.push(watched);
  }

  /** Waits until no more than `count` of the jobs are unfinished. Throws a `CliError` when one failed. */
  async downTo(count: number): Promise<readonly IndexCounts[]> {
    while (this.#watched.length > count) {
      const [oldest] = this.#watched.splice(0, 1);
      if (oldest !== undefined) this.#finished.push(await oldest);
    }
    return this.#finished;
  }

  async #watch(jobId: string, sentFiles: number): Promise<IndexCounts> {
    const end = await followIndexJob(this.connection, { id: jobId }, (processed, total) => {
      this.#states.set(jobId, { processed, unforeseen: Math.max(0, total - sentFiles) });
      this.#tellProgress();
    });
    if (end.status === 'DONE') return end.counts;
    const reason = end.failure === null ? `it ended as ${end.status}` : `${end.failure.message} (${end.failure.code})`;
    throw new CliError(`Indexing failed: ${reason}\nWhat was indexed before is kept. Run the command again to go on.`);
  }

  #tellProgress(): void {
    const sum = { processed: 0, unforeseen: 0 };
    for (const { processed, unforeseen } of this.#states.values()) {
      sum.processed += processed;
      sum.unforeseen += unforeseen;
    }
    this.onProgress(sum.processed, sum.unforeseen);
  }
}
