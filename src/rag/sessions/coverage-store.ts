import type { Prisma, PrismaClient, RagFile, RagSession } from '../../generated/prisma/client.js';
import type { FileIndexStatus, ProblemReason } from '../../generated/prisma/enums.js';
import type { Problem, Slice } from './problem.js';

/** How a file stands to a content that was read earlier; UNKNOWN: its session is gone. */
export type Freshness = 'CURRENT' | 'CHANGED_SINCE' | 'DELETED' | 'UNKNOWN';

export interface IndexCoverage {
  readonly files: number;
  readonly indexedFiles: number;
  readonly skippedFiles: number;
  readonly failedFiles: number;
  readonly chunks: number;
}

type SessionAtVersion = Pick<RagSession, 'key' | 'version'>;

/** The files of a session as its current version shows them. */
export class CoverageStore {
  readonly #prisma: PrismaClient;

  constructor({ prisma }: { prisma: PrismaClient }) {
    this.#prisma = prisma;
  }

  async coverage(session: SessionAtVersion & Pick<RagSession, 'chunkCount'>): Promise<IndexCoverage> {
    const groups = await this.#prisma.ragFile.groupBy({ by: ['status'], where: visible(session), _count: true });
    const count = (status: FileIndexStatus) => groups.find((group) => group.status === status)?._count ?? 0;
    const indexedFiles = count('INDEXED');
    const skippedFiles = count('SKIPPED');
    const failedFiles = count('FAILED');
    const files = indexedFiles + skippedFiles + failedFiles;
    return { files, indexedFiles, skippedFiles, failedFiles, chunks: session.chunkCount };
  }

  async problems(
    session: SessionAtVersion,
    page: { first: number; afterPath: string | null; reason: ProblemReason | null },
  ): Promise<Slice<Problem>> {
    const status = { in: ['SKIPPED' as const, 'FAILED' as const] };
    const { items, ...rest } = await this.#slice(session, page, {
      status,
      ...(page.reason === null ? {} : { reason: page.reason }),
    });
    const problems = items.map(({ path, status, reason, detail }) => ({
      path,
      kind: status === 'FAILED' ? ('FAILED' as const) : ('SKIPPED' as const),
      reason: reason ?? 'IGNORED',
      detail,
    }));
    return { items: problems, ...rest };
  }

  async file(session: SessionAtVersion, path: string): Promise<RagFile | null> {
    return this.#prisma.ragFile.findFirst({ where: { ...visible(session), path: path.normalize('NFC') } });
  }

  async files(
    session: SessionAtVersion,
    page: { first: number; afterPath: string | null; pathPrefix: string | null; status: FileIndexStatus | null },
  ): Promise<Slice<RagFile>> {
    return this.#slice(session, page, {
      ...(page.status === null ? {} : { status: page.status }),
      ...(page.pathPrefix === null ? {} : { path: { startsWith: page.pathPrefix } }),
    });
  }

  /** Hash by path; null where the file failed, since the same content is to be sent again. */
  async hashes(session: SessionAtVersion): Promise<Map<string, string | null>> {
    const rows = await this.#prisma.ragFile.findMany({
      where: visible(session),
      select: { path: true, contentHash: true, status: true },
    });
    return new Map(rows.map((row) => [row.path, row.status === 'FAILED' ? null : row.contentHash]));
  }

  async freshness(sessionId: string, path: string, contentHash: string): Promise<Freshness> {
    const session = await this.#prisma.ragSession.findFirst({
      where: { id: sessionId, deletedAt: null },
      select: { key: true, version: true },
    });
    if (session === null) return 'UNKNOWN';
    const file = await this.file(session, path);
    if (file === null) return 'DELETED';
    return file.contentHash === contentHash ? 'CURRENT' : 'CHANGED_SINCE';
  }

  async #slice(
    session: SessionAtVersion,
    { first, afterPath }: { first: number; afterPath: string | null },
    filter: Prisma.RagFileWhereInput,
  ): Promise<Slice<RagFile>> {
    const where: Prisma.RagFileWhereInput = { AND: [visible(session), filter] };
    const after: Prisma.RagFileWhereInput = afterPath === null ? {} : { path: { gt: afterPath } };
    const [rows, totalCount] = await Promise.all([
      this.#prisma.ragFile.findMany({ where: { AND: [where, after] }, orderBy: { path: 'asc' }, take: first + 1 }),
      this.#prisma.ragFile.count({ where }),
    ]);
    return { items: rows.slice(0, first), hasNextPage: rows.length > first, totalCount };
  }
}

function visible({ key, version }: SessionAtVersion): Prisma.RagFileWhereInput {
  return {
    sessionKey: key,
    fromVersion: { lte: version },
    OR: [{ toVersion: null }, { toVersion: { gt: version } }],
  };
}
