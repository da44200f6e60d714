import type { IndexJob, Prisma, RagFile, RagSession } from '../../generated/prisma/client.js';
import type { FileIndexStatus, ProblemReason } from '../../generated/prisma/enums.js';

export type SessionQuery = Pick<Prisma.RagSessionFindManyArgs, 'include' | 'select'>;
export type JobQuery = Pick<Prisma.IndexJobFindManyArgs, 'include' | 'select'>;
export type Page = { readonly first: number; readonly after: string | null };
export type SessionStatus = 'EMPTY' | 'INDEXING' | 'READY';

export interface Problem {
  readonly path: string;
  readonly kind: 'SKIPPED' | 'FAILED';
  readonly reason: ProblemReason;
  readonly detail: string | null;
}
export interface Slice<Item> {
  readonly items: readonly Item[];
  readonly hasNextPage: boolean;
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

/** Stub of the signatures the doors use; being written. */
export interface SessionServiceApi {
  find(ownerId: string, id: string, query?: object): Promise<RagSession | null>;
  /** Arguments as Prisma's findMany takes them: used by prismaConnection; owner and not-deleted are added. */
  list(ownerId: string, filter: { projectId?: string }, query: object): Promise<RagSession[]>;
  status(session: RagSession): Promise<SessionStatus>;
  needsReindex(session: RagSession): boolean;
  coverage(session: RagSession): Promise<Coverage>;
  /** Skipped and failed files at the session's version, by path; `after` is the last path seen. */
  problems(
    session: RagSession,
    page: { first: number; afterPath: string | null; reason: ProblemReason | null },
  ): Promise<Slice<Problem>>;
  file(session: RagSession, path: string): Promise<RagFile | null>;
  files(
    session: RagSession,
    page: { first: number; afterPath: string | null; pathPrefix: string | null; status: FileIndexStatus | null },
  ): Promise<Slice<RagFile>>;
  compareManifest(session: RagSession, entries: readonly ManifestEntry[]): Promise<ManifestComparison>;
  /** The running job, else the first queued one. */
  activeJob(session: RagSession, query: object): Promise<IndexJob | null>;
  /** How the file at `path` stands to `contentHash` now. */
  freshness(
    sessionId: string,
    path: string,
    contentHash: string,
  ): Promise<'CURRENT' | 'CHANGED_SINCE' | 'DELETED' | 'UNKNOWN'>;
  delete(ownerId: string, id: string): Promise<void>;
}
