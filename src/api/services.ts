import type { Limits } from '../config.js';
import type { Attachment, MessageMode, StoredCitation } from '../contracts/agent-runner.js';
import type { IndexCounts, IndexJobEvent, TaskEvent } from '../contracts/events.js';
import type { RagRetriever } from '../contracts/rag-retriever.js';
import type { Dialog, IndexJob, Message, PrismaClient, RagFile, RagSession, Task } from '../generated/prisma/client.js';
import type { FileIndexStatus, ProblemReason } from '../generated/prisma/enums.js';
import type { EventStream } from '../shared/event-log/event-log.js';

/**
 * What the doors need of the application. `query` is always Prisma's selection; ids that are unknown, malformed,
 * of another type or of another owner are all null, or a `NotFoundError` where nothing can be done without the thing.
 */
export interface Services {
  readonly sessions: Sessions;
  /** Of sessions. */
  readonly deletion: Deletion;
  readonly indexing: Indexing;
  readonly retriever: RagRetriever;
  readonly dialogs: Dialogs;
  readonly messages: Messages;
  readonly tasks: Tasks;
  readonly info: ServerInfo;
  /** Only for relations of rows that a service has found for their owner. */
  readonly prisma: PrismaClient;
  /** Why this process cannot serve yet; empty when it can. */
  readiness(): Promise<readonly string[]>;
}

export interface ServerInfo {
  readonly version: string;
  /** Null: offline. */
  readonly languageModel: { readonly provider: string; readonly model: string } | null;
  readonly embeddingSpace: EmbeddingSpaceInfo;
  readonly limits: Limits;
}

export interface EmbeddingSpaceInfo {
  readonly provider: string;
  readonly model: string;
  readonly dimensions: number;
  readonly chunkerVersion: string;
}

export type SessionStatus = 'EMPTY' | 'INDEXING' | 'READY';
export type Freshness = 'CURRENT' | 'CHANGED_SINCE' | 'DELETED' | 'UNKNOWN';

export interface Problem {
  readonly path: string;
  readonly kind: 'SKIPPED' | 'FAILED';
  readonly reason: ProblemReason;
  readonly detail: string | null;
}

/** A page of a longer list. */
export interface Slice<Item> {
  readonly items: readonly Item[];
  readonly hasNextPage: boolean;
  /** Of the whole list. */
  readonly totalCount: number;
}

export interface Coverage {
  readonly files: number;
  readonly indexedFiles: number;
  readonly skippedFiles: number;
  readonly failedFiles: number;
  readonly chunks: number;
}

export interface ManifestEntry {
  readonly path: string;
  readonly contentHash: string;
}

export interface ManifestComparison {
  readonly version: number;
  readonly upsert: readonly string[];
  readonly delete: readonly string[];
  readonly unchanged: number;
}

export interface Sessions {
  find(ownerId: string, id: string, query?: object): Promise<RagSession | null>;
  /** `query` may also order and page. */
  list(ownerId: string, filter: { projectId?: string }, query: object): Promise<RagSession[]>;
  status(session: RagSession): Promise<SessionStatus>;
  needsReindex(session: RagSession): boolean;
  coverage(session: RagSession): Promise<Coverage>;
  /** At the session's version, by path; `afterPath` is the last path seen. */
  problems(
    session: RagSession,
    page: { first: number; afterPath: string | null; reason: ProblemReason | null },
  ): Promise<Slice<Problem>>;
  file(session: RagSession, path: string): Promise<RagFile | null>;
  /** By path; `afterPath` is the last path seen. */
  files(
    session: RagSession,
    page: { first: number; afterPath: string | null; pathPrefix: string | null; status: FileIndexStatus | null },
  ): Promise<Slice<RagFile>>;
  compareManifest(session: RagSession, entries: readonly ManifestEntry[]): Promise<ManifestComparison>;
  /** The running job, else the first queued one. */
  activeJob(session: RagSession, query: object): Promise<IndexJob | null>;
  /** How the file at `path` stands to `contentHash` now. */
  freshness(sessionId: string, path: string, contentHash: string): Promise<Freshness>;
}

export interface Deletion {
  /** From then on the session is not found and its jobs are cancelled; what it held is removed in the background. */
  delete(ownerId: string, id: string): Promise<void>;
}

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

interface Keyed {
  readonly idempotencyKey?: string | null;
}

export interface Indexing {
  createSession(ownerId: string, input: Keyed & { projectId: string; files: readonly FileInput[] }): Promise<QueuedJob>;
  applyChanges(
    ownerId: string,
    input: Keyed & { sessionId: string; baseVersion?: number | null; changes: readonly FileChange[] },
  ): Promise<QueuedJob>;
  indexSnapshot(ownerId: string, input: Keyed & { projectId: string; files: readonly FileInput[] }): Promise<QueuedJob>;
  indexChanges(
    ownerId: string,
    input: Keyed & { projectId: string; changes: readonly FileChange[] },
  ): Promise<QueuedJob>;
  /** With `sessionId`, null also for a job of another session. */
  findJob(
    ownerId: string,
    id: string,
    options?: { sessionId?: string | null; query?: object },
  ): Promise<IndexJob | null>;
  counts(job: IndexJob): IndexCounts;
  /** 1 is next; null when not queued. */
  queuePosition(job: IndexJob): Promise<number | null>;
  /** In the order given; `afterOrdinal` is the last one seen. */
  problems(
    job: IndexJob,
    page: { first: number; afterOrdinal: number | null },
  ): Promise<Slice<Problem & { readonly ordinal: number }>>;
  lastEventCursor(job: IndexJob): Promise<bigint | null>;
  /** Rejects before the first event when there is no such job or the cursor is beyond its log. */
  watch(
    ownerId: string,
    jobId: string,
    options: { sessionId?: string | null; after?: bigint | null },
    signal: AbortSignal,
  ): Promise<EventStream<IndexJobEvent>>;
}

export interface Dialogs {
  create(ownerId: string, input: Keyed & { sessionId: string; title?: string | null }): Promise<{ dialogId: string }>;
  rename(ownerId: string, input: { dialogId: string; title: string }): Promise<{ dialogId: string }>;
  delete(ownerId: string, id: string): Promise<void>;
  find(ownerId: string, id: string, query?: object): Promise<Dialog | null>;
  /** The running task, else the first queued one. */
  activeTask(dialog: Dialog, query: object): Promise<Task | null>;
}

export interface SentMessage {
  readonly dialogId: string;
  readonly messageId: string;
  readonly taskId: string;
}

export interface Messages {
  send(
    ownerId: string,
    input: Keyed & {
      dialogId: string;
      sessionId?: string | null;
      text: string;
      mode?: MessageMode | null;
      attachments?: readonly Attachment[] | null;
      afterJobId?: string | null;
    },
  ): Promise<SentMessage>;
  find(ownerId: string, id: string, query?: object): Promise<Message | null>;
  /** Grows while the message is STREAMING. */
  content(message: Message): Promise<string>;
  citations(message: Message): readonly StoredCitation[];
}

export interface Tasks {
  find(ownerId: string, id: string, query?: object): Promise<Task | null>;
  /** 1 is next; null when not queued. */
  queuePosition(task: Task): Promise<number | null>;
  lastEventCursor(task: Task): Promise<bigint | null>;
  /** Rejects before the first event when there is no such task or the cursor is beyond its log. */
  watch(
    ownerId: string,
    taskId: string,
    options: { after?: bigint | null },
    signal: AbortSignal,
  ): Promise<EventStream<TaskEvent>>;
}
