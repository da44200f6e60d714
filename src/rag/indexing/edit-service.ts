import type { Pool } from 'pg';
import type { BaseConflict } from '../../contracts/changeset.js';
import type { FileEdit, MadeEdit, QueuedEdits, RagIndexer } from '../../contracts/rag-indexer.js';
import { inTransaction, type Sql, sqlOn } from '../../shared/database/sql.js';
import { NotFoundError } from '../../shared/errors.js';
import { hashOf, type IdempotentRequest, recall, remember } from '../../shared/idempotency.js';
import { newId } from '../../shared/ids.js';
import type { SessionRef, SessionStore } from '../sessions/session-store.js';
import type { QueuedJob } from './index-service.js';
import { type FileChange, type IntakeLimits, takeInChanges } from './intake.js';
import { checkJobQuota } from './job-quota.js';
import type { JobStore } from './job-store.js';
import type { StagingStore } from './staging-store.js';
import { toldHashes } from './told-hashes.js';

export interface EditServiceDependencies {
  readonly pool: Pool;
  readonly sessions: SessionStore;
  readonly jobs: JobStore;
  readonly staging: StagingStore;
  readonly limits: IntakeLimits & { readonly maxActiveJobs: number };
}

/** How edits that were proposed stand to a session's files, and the way of those that were made into its index. */
export class EditService implements RagIndexer {
  readonly #with: EditServiceDependencies;
  readonly #sql: Sql;

  constructor(dependencies: EditServiceDependencies) {
    this.#with = dependencies;
    this.#sql = sqlOn(dependencies.pool);
  }

  async hasEnded({ ownerId, sessionId, jobId }: { ownerId: string; sessionId: string; jobId: string }) {
    const job = await this.#with.jobs.find(ownerId, jobId, { sessionId });
    return job === null ? null : job.finishedAt !== null;
  }

  async findConflicts({
    ownerId,
    sessionId,
    edits,
  }: {
    ownerId: string;
    sessionId: string;
    edits: readonly FileEdit[];
  }): Promise<readonly BaseConflict[]> {
    const session = await this.#session(ownerId, sessionId);
    return inTransaction(this.#with.pool, async (sql) => (await this.#compare(sql, session, edits)).conflicts);
  }

  async queueEdits({
    ownerId,
    sessionId,
    key,
    edits,
  }: {
    ownerId: string;
    sessionId: string;
    key: string;
    edits: readonly MadeEdit[];
  }): Promise<QueuedEdits> {
    const { pool, jobs, staging, limits } = this.#with;
    const requestHash = hashOf(
      sessionId,
      edits.map(({ path, resultHash }) => [path, resultHash]),
    );
    const request = { ownerId, operation: 'queueEdits', key: hashOf(key, requestHash), requestHash };
    const session = await this.#session(ownerId, sessionId);
    // Looked at before anything is written, so that a refusal leaves nothing; what counts is the look below.
    const before = await inTransaction(pool, (sql) => this.#look(sql, session, edits, request));
    if (before.settled !== null) return before.settled;
    await checkJobQuota(jobs, ownerId, limits.maxActiveJobs);
    const intake = await takeInChanges(edits.map(toChange), limits);
    await staging.writeContents(session.key, intake.contents);
    const queued: QueuedJob = { sessionId, jobId: newId('indexJob') };
    const queueing = inTransaction(pool, async (sql): Promise<QueuedEdits> => {
      const { settled, open } = await this.#look(sql, session, edits, request);
      if (settled !== null) return settled;
      await remember(sql, request, queued);
      const entries = intake.entries.filter((entry) => open.has(entry.path));
      await jobs.enqueue(sql, { id: queued.jobId, ownerId, sessionId, kind: 'CHANGES', entries });
      return { jobId: queued.jobId, conflicts: [] };
    });
    const made = await queueing.catch(() => null);
    if (made?.jobId !== queued.jobId) await staging.leaveContents(session.key, intake.contents);
    return queueing;
  }

  /** What there is to say without a new job; null when one must take in the files of `open`. */
  async #look(
    sql: Sql,
    session: SessionRef,
    edits: readonly MadeEdit[],
    request: IdempotentRequest,
  ): Promise<{ settled: QueuedEdits | null; open: ReadonlySet<string> }> {
    const { conflicts, open } = await this.#compare(sql, session, edits);
    const known = await recall<QueuedJob>(sql, request);
    if (known !== null) return { settled: { jobId: known.jobId, conflicts: [] }, open };
    return { settled: conflicts.length > 0 || open.size === 0 ? { jobId: null, conflicts } : null, open };
  }

  /** Locks the session, so that what is found holds until the transaction ends. `open`: not yet at their result. */
  async #compare(
    sql: Sql,
    session: SessionRef,
    edits: readonly FileEdit[],
  ): Promise<{ conflicts: readonly BaseConflict[]; open: ReadonlySet<string> }> {
    const locked = await this.#with.sessions.lock(sql, session.id);
    if (locked === null) throw new NotFoundError('RAG session', session.id);
    const paths = edits.map(({ path }) => path);
    const hashes = await toldHashes(sql, { ...session, version: locked.version }, paths);
    const found = edits.map((edit) => ({ ...edit, actual: hashes.get(edit.path) ?? null }));
    const open = found.filter(({ actual, resultHash }) => actual !== resultHash);
    const conflicts = open
      .filter(({ actual, baseHash }) => actual !== baseHash)
      .map(({ path, baseHash, actual }) => ({ path, expected: baseHash, actual }));
    return { conflicts, open: new Set(open.map(({ path }) => path)) };
  }

  async #session(ownerId: string, id: string): Promise<SessionRef> {
    const session = await this.#with.sessions.find(this.#sql, ownerId, id);
    if (session === null) throw new NotFoundError('RAG session', id);
    return session;
  }
}

function toChange({ path, content, resultHash }: MadeEdit): FileChange {
  return content === null ? { delete: path } : { upsert: { path, content, contentHash: resultHash } };
}
