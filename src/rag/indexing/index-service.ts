import type { Pool } from 'pg';
import type { IndexCounts, IndexJobEvent } from '../../contracts/events.js';
import type { IndexJob } from '../../generated/prisma/client.js';
import type { IndexJobKind } from '../../generated/prisma/enums.js';
import { inTransaction, type Sql, sqlOn } from '../../shared/database/sql.js';
import { InvalidInputError, NotFoundError, StaleVersionError, shorten } from '../../shared/errors.js';
import type { EventLog, EventStream } from '../../shared/event-log/event-log.js';
import { checkKey, hashOf, type IdempotentRequest, recallOrAdmit, remember } from '../../shared/idempotency.js';
import { newId } from '../../shared/ids.js';
import type { RunCancellation } from '../../shared/job-queue/run-cancellation.js';
import type { Problem, Slice } from '../sessions/problem.js';
import type { SessionRef, SessionStore } from '../sessions/session-store.js';
import {
  type FileChange,
  type FileInput,
  type Intake,
  type IntakeLimits,
  takeInChanges,
  takeInFiles,
} from './intake.js';
import { checkJobQuota } from './job-quota.js';
import { countsOf, type JobStore } from './job-store.js';
import type { StagingStore } from './staging-store.js';

const MAX_PROJECT_ID_LENGTH = 200;

export interface QueuedJob {
  readonly sessionId: string;
  readonly jobId: string;
}

export interface IndexServiceDependencies {
  readonly pool: Pool;
  readonly sessions: SessionStore;
  readonly jobs: JobStore;
  readonly staging: StagingStore;
  readonly events: EventLog;
  readonly cancellation: RunCancellation;
  readonly limits: IntakeLimits & { readonly maxActiveJobs: number };
}

/** Accepts projects and changes to them: checks, stages and queues; the work itself is an index job. */
export class IndexService {
  readonly #sql: Sql;
  readonly #with: IndexServiceDependencies;

  constructor(dependencies: IndexServiceDependencies) {
    this.#with = dependencies;
    this.#sql = sqlOn(dependencies.pool);
  }

  /** A new session with these files. An empty list makes an empty session and a job that is done at once. */
  async createSession(
    ownerId: string,
    input: { projectId: string; files: readonly FileInput[]; idempotencyKey?: string | null },
  ): Promise<QueuedJob> {
    const key = checkKey(input.idempotencyKey);
    checkProjectId(input.projectId);
    const intake = await takeInFiles(input.files, this.#with.limits);
    const requestHash = hashOf(input.projectId, fingerprint(intake));
    const request = { ownerId, operation: 'createRagSession', key, requestHash };
    const known = await this.#recallOrAdmit(request);
    if (known !== null) return known;
    const { sessions, jobs, staging, pool } = this.#with;
    const sessionKey = await staging.nextSessionKey();
    await staging.writeContents(sessionKey, intake.contents);
    const queued = { sessionId: newId('session'), jobId: newId('indexJob') };
    const making = inTransaction(pool, async (sql) => {
      const earlier = await remember(sql, request, queued);
      if (earlier !== null) return earlier;
      await sessions.create(sql, { id: queued.sessionId, key: sessionKey, ownerId, projectId: input.projectId });
      const job = { id: queued.jobId, ownerId, sessionId: queued.sessionId, kind: 'SNAPSHOT' as const };
      if (intake.entries.length === 0) await jobs.enqueueDone(sql, job, 0);
      else await jobs.enqueue(sql, { ...job, entries: intake.entries });
      return queued;
    });
    // Of two requests at once under one key the second gets the first's session, or a refusal when they differ.
    const made = await making.catch(() => null);
    if (made?.sessionId !== queued.sessionId) await staging.discardContents(sessionKey);
    return making;
  }

  /**
   * Upserts, deletes and renames files of a session. Throws a `StaleVersionError` when `baseVersion` is given and the
   * session is at another version or has jobs pending.
   */
  async applyChanges(
    ownerId: string,
    input: {
      sessionId: string;
      baseVersion?: number | null;
      changes: readonly FileChange[];
      idempotencyKey?: string | null;
    },
  ): Promise<QueuedJob> {
    const key = checkKey(input.idempotencyKey);
    const session = await this.#with.sessions.find(this.#sql, ownerId, input.sessionId);
    if (session === null) throw new NotFoundError('RAG session', input.sessionId);
    const intake = await takeInChanges(input.changes, this.#with.limits);
    const baseVersion = input.baseVersion ?? null;
    const requestHash = hashOf(input.sessionId, baseVersion, fingerprint(intake));
    const request = { ownerId, operation: 'applyChanges', key, requestHash };
    // Looked at before anything is written, so that a refusal leaves nothing; what counts is the look in `#queue`.
    const known = await this.#recallOrAdmit(request, async () => {
      if (baseVersion === null) return;
      await inTransaction(this.#with.pool, (sql) => this.#lockAtBase(sql, session.id, baseVersion));
    });
    if (known !== null) return known;
    return this.#queue(session, 'CHANGES', intake, request, baseVersion);
  }

  /** The project's own session, made when first seen, becomes exactly these files. */
  async indexSnapshot(
    ownerId: string,
    input: { projectId: string; files: readonly FileInput[]; idempotencyKey?: string | null },
  ): Promise<QueuedJob> {
    const key = checkKey(input.idempotencyKey);
    checkProjectId(input.projectId);
    const intake = await takeInFiles(input.files, this.#with.limits);
    const requestHash = hashOf(input.projectId, fingerprint(intake));
    const request = { ownerId, operation: 'indexSnapshot', key, requestHash };
    const known = await this.#recallOrAdmit(request);
    if (known !== null) return known;
    const session = await this.#with.sessions.ensureProjectSession(this.#sql, ownerId, input.projectId);
    return this.#queue(session, 'SNAPSHOT', intake, request, null);
  }

  /** `applyChanges` for the project's own session. Throws a `NotFoundError` for a project that was never seen. */
  async indexChanges(
    ownerId: string,
    input: { projectId: string; changes: readonly FileChange[]; idempotencyKey?: string | null },
  ): Promise<QueuedJob> {
    const key = checkKey(input.idempotencyKey);
    checkProjectId(input.projectId);
    const session = await this.#with.sessions.findProjectSession(this.#sql, ownerId, input.projectId);
    if (session === null) throw new NotFoundError('project', input.projectId);
    const intake = await takeInChanges(input.changes, this.#with.limits);
    const requestHash = hashOf(input.projectId, fingerprint(intake));
    const request = { ownerId, operation: 'indexChanges', key, requestHash };
    const known = await this.#recallOrAdmit(request);
    if (known !== null) return known;
    return this.#queue(session, 'CHANGES', intake, request, null);
  }

  /** `query` is Prisma's selection; with `sessionId`, null also for a job of another session. */
  async findJob(
    ownerId: string,
    id: string,
    options: { sessionId?: string | null; query?: object } = {},
  ): Promise<IndexJob | null> {
    return this.#with.jobs.find(ownerId, id, options);
  }

  /**
   * Has the job end: at once while it is queued, else when its work has stopped. The session stays at its version. A job
   * that has ended stays as it is. Throws a `NotFoundError` for an unknown job, with `sessionId` also for another session's.
   */
  async cancelJob(ownerId: string, id: string, options: { sessionId?: string | null }): Promise<{ jobId: string }> {
    const job = await this.findJob(ownerId, id, { ...options, query: { select: { id: true } } });
    if (job === null) throw new NotFoundError('index job', id);
    await this.#with.cancellation.cancel(id);
    return { jobId: id };
  }

  counts(job: IndexJob): IndexCounts {
    return countsOf(job);
  }

  /** 1 is next; null when the job is not queued. */
  async queuePosition(job: IndexJob): Promise<number | null> {
    return this.#with.jobs.queuePosition(job);
  }

  /** Skipped and failed entries in the order given; `afterOrdinal` is the last one seen. */
  async problems(
    job: IndexJob,
    page: { first: number; afterOrdinal: number | null },
  ): Promise<Slice<Problem & { ordinal: number }>> {
    return this.#with.jobs.problems(job.id, page);
  }

  async lastEventCursor(job: IndexJob): Promise<bigint | null> {
    return this.#with.events.lastSeq(job.id);
  }

  /** Checks that the job exists and the cursor is within its log, then replays and follows it. */
  async watch(
    ownerId: string,
    jobId: string,
    options: { sessionId?: string | null; after?: bigint | null },
    signal: AbortSignal,
  ): Promise<EventStream<IndexJobEvent>> {
    const job = await this.findJob(ownerId, jobId, { sessionId: options.sessionId });
    if (job === null) throw new NotFoundError('index job', jobId);
    return this.#with.events.watch<IndexJobEvent>(jobId, options.after ?? 0n, signal);
  }

  /** The result of the same request before; null when it is a new one that `admit` lets in, for which the owner has room. */
  async #recallOrAdmit(request: IdempotentRequest, admit = async () => {}): Promise<QueuedJob | null> {
    const { jobs, limits } = this.#with;
    return recallOrAdmit(this.#sql, request, async () => {
      await checkJobQuota(jobs, request.ownerId, limits.maxActiveJobs);
      await admit();
    });
  }

  async #queue(
    session: SessionRef,
    kind: IndexJobKind,
    intake: Intake,
    request: IdempotentRequest,
    baseVersion: number | null,
  ): Promise<QueuedJob> {
    const { pool, staging, jobs } = this.#with;
    await staging.writeContents(session.key, intake.contents);
    const queued = { sessionId: session.id, jobId: newId('indexJob') };
    const queueing = inTransaction(pool, async (sql) => {
      const earlier = await remember(sql, request, queued);
      if (earlier !== null) return earlier;
      await this.#lockAtBase(sql, session.id, baseVersion);
      const job = { id: queued.jobId, ownerId: request.ownerId, sessionId: session.id, kind };
      await jobs.enqueue(sql, { ...job, entries: intake.entries });
      return queued;
    });
    // Of two requests at once under one key the second gets the first's job, or a refusal when they differ.
    const made = await queueing.catch(() => null);
    if (made?.jobId !== queued.jobId) await staging.leaveContents(session.key, intake.contents);
    return queueing;
  }

  /** Locks the session before its version is compared, so that no job can slip in between. */
  async #lockAtBase(sql: Sql, sessionId: string, baseVersion: number | null): Promise<void> {
    const current = await this.#with.sessions.lock(sql, sessionId);
    if (current === null) throw new NotFoundError('RAG session', sessionId);
    if (baseVersion !== null && (baseVersion !== current.version || current.pendingJobs > 0)) {
      throw new StaleVersionError(baseVersion, current.version, current.pendingJobs);
    }
  }
}

/** What makes two requests the same: contents count by their hashes. */
function fingerprint(intake: Intake): unknown {
  return intake.entries.map(({ operation, path, newPath, contentHash }) => [operation, path, newPath, contentHash]);
}

function checkProjectId(projectId: string): void {
  const { length } = projectId;
  const isName =
    projectId.trim() !== '' && length <= MAX_PROJECT_ID_LENGTH && !/[\p{Cc}\p{Surrogate}]/u.test(projectId);
  if (isName) return;
  throw InvalidInputError.of(
    ['projectId'],
    `is ${JSON.stringify(shorten(projectId))} with ${length} characters; it must have 1 to ${MAX_PROJECT_ID_LENGTH}, not only spaces, no control character and no half of a surrogate pair. Use your own name for the project.`,
  );
}
