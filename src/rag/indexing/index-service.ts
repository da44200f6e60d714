import type { IndexCounts, IndexJobEvent } from '../../contracts/events.js';
import type { IndexJob } from '../../generated/prisma/client.js';
import type { EventStream } from '../../shared/event-log/event-log.js';
import type { Problem, Slice } from '../sessions/session-service.js';

export interface FileInput {
  readonly path: string;
  readonly content: string;
  readonly encoding?: 'UTF8' | 'BASE64' | null;
  readonly contentHash?: string | null;
}
/** Exactly one of the three. */
export interface FileChange {
  readonly upsert?: FileInput | null;
  readonly delete?: string | null;
  readonly rename?: { readonly from: string; readonly to: string } | null;
}
export interface QueuedJob {
  readonly sessionId: string;
  readonly jobId: string;
}

/** Stub of the signatures the doors use; being written. */
export interface IndexServiceApi {
  createSession(
    ownerId: string,
    input: { projectId: string; files: readonly FileInput[]; idempotencyKey?: string | null },
  ): Promise<QueuedJob>;
  applyChanges(
    ownerId: string,
    input: {
      sessionId: string;
      baseVersion?: number | null;
      changes: readonly FileChange[];
      idempotencyKey?: string | null;
    },
  ): Promise<QueuedJob>;
  indexSnapshot(
    ownerId: string,
    input: { projectId: string; files: readonly FileInput[]; idempotencyKey?: string | null },
  ): Promise<QueuedJob>;
  indexChanges(
    ownerId: string,
    input: { projectId: string; changes: readonly FileChange[]; idempotencyKey?: string | null },
  ): Promise<QueuedJob>;
  /** With `sessionId`, null also for a job of another session. */
  findJob(
    ownerId: string,
    id: string,
    options?: { sessionId?: string | null; query?: object },
  ): Promise<IndexJob | null>;
  counts(job: IndexJob): IndexCounts;
  queuePosition(job: IndexJob): Promise<number | null>;
  problems(
    job: IndexJob,
    page: { first: number; afterOrdinal: number | null },
  ): Promise<Slice<Problem & { ordinal: number }>>;
  lastEventCursor(job: IndexJob): Promise<bigint | null>;
  /** Checks that the job exists and the cursor is within its log, then replays and follows it. */
  watch(
    ownerId: string,
    jobId: string,
    options: { sessionId?: string | null; after?: bigint | null },
    signal: AbortSignal,
  ): Promise<EventStream<IndexJobEvent>>;
}
