import type { BaseConflict } from './changeset.js';

/** What a file was and what it is to be. A null hash: no such file. */
export interface FileEdit {
  readonly path: string;
  readonly baseHash: string | null;
  readonly resultHash: string | null;
}

/** An edit that was made outside; `content` is null, like the result's hash, for a file that was deleted. */
export interface MadeEdit extends FileEdit {
  readonly content: string | null;
}

/** Exactly one of the two says something: with conflicts nothing was queued. */
export interface QueuedEdits {
  /** Null also when every file had its result already. */
  readonly jobId: string | null;
  readonly conflicts: readonly BaseConflict[];
}

/** What the chat needs to know of indexing. */
export interface RagIndexer {
  /** Whether this job of the session has ended; null when the session has no such job. */
  hasEnded(job: { ownerId: string; sessionId: string; jobId: string }): Promise<boolean | null>;
  /**
   * The edits whose file is neither at its base nor at its result. A file is what the client last said of it: what is
   * queued counts as much as what is indexed. Throws `NotFoundError` when the owner has no such session.
   */
  findConflicts(of: {
    ownerId: string;
    sessionId: string;
    edits: readonly FileEdit[];
  }): Promise<readonly BaseConflict[]>;
  /**
   * Compares as `findConflicts` does and queues one index job for the files that are not yet at their result. The same
   * edits under the same `key` again give the first job. Throws `NotFoundError`, and `LimitError` as an upload does.
   */
  queueEdits(of: { ownerId: string; sessionId: string; key: string; edits: readonly MadeEdit[] }): Promise<QueuedEdits>;
}
