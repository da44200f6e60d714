import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  ApplyChangesDocument,
  CreateRagSessionDocument,
  type FileChangeInput,
  type FileInput,
} from '../generated/documents/graphql.js';
import { CliError } from './cli-error.js';
import { type BatchLimits, batchFiles, type ReadFile } from './file-batches.js';
import { encodeFile } from './file-content.js';
import type { IndexCounts } from './index-job.js';
import type { IndexProgress } from './index-progress.js';
import type { LeftOut } from './left-out.js';
import { PendingJobs } from './pending-jobs.js';
import { isGone, type ProjectFile } from './project-files.js';
import { payloadOf, type ServerConnection } from './server-connection.js';

/** Requests that wait at the server while one is being indexed. */
const REQUESTS_AHEAD = 2;

interface Request {
  readonly files: number;
  /** Gives the id of the index job. */
  readonly send: () => Promise<string>;
}

/** What must be sent so that the session equals the folder. */
export interface UploadPlan {
  readonly projectId: string;
  /** Null: a session is created with the first files. */
  readonly sessionId: string | null;
  readonly upserts: readonly ProjectFile[];
  readonly deletions: readonly string[];
  /** The session is of another embedding model: its next job, be it empty, indexes all its files anew. */
  readonly needsReindex: boolean;
}

export interface UploadResult {
  readonly sessionId: string;
  /** The end counts of every job. */
  readonly jobs: readonly IndexCounts[];
}

/** Sends a project's files in bounded requests, each an index job, and watches the jobs to their end. */
export class Upload {
  #sessionId: string | null;
  #planned: number;

  constructor(
    private readonly connection: ServerConnection,
    private readonly plan: UploadPlan,
    private readonly limits: BatchLimits & { readonly maxFileBytes: number },
    private readonly leftOut: LeftOut,
    private readonly progress: IndexProgress,
  ) {
    this.#sessionId = plan.sessionId;
    this.#planned = plan.upserts.length + plan.deletions.length;
  }

  /** Throws a `CliError` at the first job that fails; what was indexed before stays. */
  async run(): Promise<UploadResult> {
    const jobs = new PendingJobs(this.connection, (processed, unforeseen) =>
      this.progress.update(processed, this.#planned + unforeseen),
    );
    for await (const { files, send } of this.#requests()) {
      jobs.add(await send(), files);
      await jobs.downTo(REQUESTS_AHEAD);
    }
    const finished = await jobs.downTo(0);
    if (this.#sessionId === null) throw new CliError('None of the files could be read, so there is nothing to index.');
    return { sessionId: this.#sessionId, jobs: finished };
  }

  /** Deletions go first and alone: in one request, a file and its old name in other case would be refused as a collision. */
  async *#requests(): AsyncGenerator<Request> {
    const { upserts, deletions, needsReindex } = this.plan;
    if (needsReindex && upserts.length + deletions.length === 0) yield this.#changes([]);
    for (let start = 0; start < deletions.length; start += this.limits.maxFiles) {
      yield this.#changes(deletions.slice(start, start + this.limits.maxFiles).map((path) => ({ delete: path })));
    }
    const batches = batchFiles(this.#readFiles(), this.limits, () => this.#drop('TOO_LARGE_ENCODED'));
    for await (const files of batches) {
      yield this.#sessionId === null
        ? { files: files.length, send: () => this.#createSession(files) }
        : this.#changes(files.map((file) => ({ upsert: file })));
    }
  }

  #changes(changes: FileChangeInput[]): Request {
    return { files: changes.length, send: () => this.#applyChanges(changes) };
  }

  /** What is sent is what the file holds now, hashed anew, even if it has changed since it was compared. */
  async *#readFiles(): AsyncGenerator<ReadFile> {
    for (const { path, location } of this.plan.upserts) {
      this.connection.signal.throwIfAborted();
      try {
        const bytes = await readFile(location);
        if (bytes.length > this.limits.maxFileBytes) this.#drop('TOO_LARGE');
        else yield { input: encodeFile(path, bytes), rawBytes: bytes.length };
      } catch (error) {
        this.#drop(isGone(error) ? null : 'NOT_READABLE');
      }
    }
  }

  /** A file that is gone is no longer the folder's; any other is reported. */
  #drop(reason: Parameters<LeftOut['add']>[0] | null): void {
    if (reason !== null) this.leftOut.add(reason);
    this.#planned -= 1;
  }

  async #createSession(files: readonly FileInput[]): Promise<string> {
    const input = { projectId: this.plan.projectId, files: [...files], idempotencyKey: randomUUID() };
    const { createRagSession } = await this.connection.execute(CreateRagSessionDocument, { input });
    const { session, job } = payloadOf(createRagSession);
    this.#sessionId = session.id;
    return job.id;
  }

  async #applyChanges(changes: FileChangeInput[]): Promise<string> {
    const input = { sessionId: this.#sessionId ?? '', changes, idempotencyKey: randomUUID() };
    const { applyChanges } = await this.connection.execute(ApplyChangesDocument, { input });
    return payloadOf(applyChanges).job.id;
  }
}
