import type { IndexJob, PrismaClient, RagFile, RagSession } from '../../generated/prisma/client.js';
import type { FileIndexStatus, ProblemReason } from '../../generated/prisma/enums.js';
import { kindOfId } from '../../shared/ids.js';
import type { CoverageStore, Freshness, IndexCoverage } from './coverage-store.js';
import { type IndexSpace, isIndexedIn } from './index-space.js';
import { compareManifest, type ManifestComparison, type ManifestEntry } from './manifest.js';
import type { Problem, Slice } from './problem.js';

/** EMPTY: no job has been applied. */
export type SessionStatus = 'EMPTY' | 'INDEXING' | 'READY';

export interface SessionServiceDependencies {
  readonly prisma: PrismaClient;
  readonly coverage: CoverageStore;
  readonly space: IndexSpace;
}

/** Reads sessions and what they hold at their current version. `query` is always Prisma's selection. */
export class SessionService {
  readonly #with: SessionServiceDependencies;

  constructor(dependencies: SessionServiceDependencies) {
    this.#with = dependencies;
  }

  async find(ownerId: string, id: string, query: object = {}): Promise<RagSession | null> {
    if (kindOfId(id) !== 'session') return null;
    return this.#with.prisma.ragSession.findFirst({ ...query, where: { id, ownerId, deletedAt: null } });
  }

  /** The owner's sessions; order and page are the caller's, in `query`. */
  async list(ownerId: string, { projectId }: { projectId?: string }, query: object): Promise<RagSession[]> {
    const where = { ownerId, deletedAt: null, ...(projectId === undefined ? {} : { projectId }) };
    return this.#with.prisma.ragSession.findMany({ ...query, where });
  }

  async status(session: RagSession): Promise<SessionStatus> {
    if ((await this.activeJob(session, { select: { id: true } })) !== null) return 'INDEXING';
    return session.version === 0 ? 'EMPTY' : 'READY';
  }

  /** Whether the session was indexed with another embedder or chunker than this server's. */
  needsReindex(session: RagSession): boolean {
    return !isIndexedIn(session, this.#with.space);
  }

  async coverage(session: RagSession): Promise<IndexCoverage> {
    return this.#with.coverage.coverage(session);
  }

  /** Skipped and failed files, by path; `afterPath` is the last one seen. */
  async problems(
    session: RagSession,
    page: { first: number; afterPath: string | null; reason: ProblemReason | null },
  ): Promise<Slice<Problem>> {
    return this.#with.coverage.problems(session, page);
  }

  async file(session: RagSession, path: string): Promise<RagFile | null> {
    return this.#with.coverage.file(session, path);
  }

  /** By path; `afterPath` is the last one seen. */
  async files(
    session: RagSession,
    page: { first: number; afterPath: string | null; pathPrefix: string | null; status: FileIndexStatus | null },
  ): Promise<Slice<RagFile>> {
    return this.#with.coverage.files(session, page);
  }

  /** What a client must still send, and what it should delete, so that the session equals the manifest. */
  async compareManifest(session: RagSession, entries: readonly ManifestEntry[]): Promise<ManifestComparison> {
    const known = await this.#with.coverage.hashes(session);
    return { version: session.version, ...compareManifest(known, entries) };
  }

  /** The running job, else the first queued one. */
  async activeJob(session: Pick<RagSession, 'id'>, query: object): Promise<IndexJob | null> {
    return this.#with.prisma.indexJob.findFirst({
      ...query,
      where: { sessionId: session.id, status: { in: ['QUEUED', 'RUNNING', 'CANCELLING'] } },
      orderBy: { number: 'asc' },
    });
  }

  /** How the file at `path` stands to `contentHash` now. */
  async freshness(sessionId: string, path: string, contentHash: string): Promise<Freshness> {
    return this.#with.coverage.freshness(sessionId, path, contentHash);
  }
}
