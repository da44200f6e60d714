import type { IndexCounts, IndexJobEvent } from '../../contracts/events.js';
import type { IndexJob, PrismaClient } from '../../generated/prisma/client.js';
import type { IndexJobKind } from '../../generated/prisma/enums.js';
import type { Sql } from '../../shared/database/sql.js';
import type { EventLog } from '../../shared/event-log/event-log.js';
import { kindOfId } from '../../shared/ids.js';
import type { JobQueue } from '../../shared/job-queue/job-queue.js';
import type { Problem, Slice } from '../sessions/problem.js';
import type { StagedEntry } from './intake.js';
import type { StagingStore } from './staging-store.js';

/** The queue task that serves a session's index jobs; the lane is the session. */
export const INDEX_TASK = 'run-index-job';

export interface NewJob {
  readonly id: string;
  readonly ownerId: string;
  readonly sessionId: string;
  readonly kind: IndexJobKind;
  readonly entries: readonly StagedEntry[];
}

const NO_COUNTS: IndexCounts = {
  totalFiles: 0,
  processedFiles: 0,
  indexedFiles: 0,
  reusedFiles: 0,
  skippedFiles: 0,
  failedFiles: 0,
  deletedFiles: 0,
  chunks: 0,
  embeddingsComputed: 0,
  embeddingsReused: 0,
};

export class JobStore {
  readonly #prisma: PrismaClient;
  readonly #events: EventLog;
  readonly #queue: JobQueue;
  readonly #staging: StagingStore;

  constructor({
    prisma,
    events,
    queue,
    staging,
  }: {
    prisma: PrismaClient;
    events: EventLog;
    queue: JobQueue;
    staging: StagingStore;
  }) {
    this.#prisma = prisma;
    this.#events = events;
    this.#queue = queue;
    this.#staging = staging;
  }

  /** Writes the job, its entries, its first event and its wake-up, in the caller's transaction. */
  async enqueue(sql: Sql, job: NewJob): Promise<void> {
    const counts = { ...NO_COUNTS, totalFiles: job.entries.length };
    await sql.query(
      `insert into rag_index_jobs (id, owner_id, session_id, kind, total_files)
       values ($1, $2, $3, $4::"IndexJobKind", $5)`,
      [job.id, job.ownerId, job.sessionId, job.kind, counts.totalFiles],
    );
    await this.#staging.addEntries(sql, job.id, job.entries);
    const queuePosition = await countQueued(sql, job.sessionId);
    await this.#events.create(sql, job.id);
    const queued: IndexJobEvent = { type: 'index_status', status: 'QUEUED', queuePosition, counts };
    await this.#events.append(sql, job.id, 0, queued);
    const { ownerId, sessionId } = job;
    await this.#queue.wake(sql, { task: INDEX_TASK, id: sessionId, ownerId, sessionId });
  }

  /** Writes a job that has nothing to do, already ended. */
  async enqueueDone(sql: Sql, job: Omit<NewJob, 'entries'>, version: number): Promise<void> {
    await sql.query(
      `insert into rag_index_jobs (id, owner_id, session_id, kind, status, version, started_at, finished_at)
       values ($1, $2, $3, $4::"IndexJobKind", 'DONE', $5, now(), now())`,
      [job.id, job.ownerId, job.sessionId, job.kind, version],
    );
    await this.#events.create(sql, job.id);
    const done: IndexJobEvent = { type: 'terminal', status: 'DONE', counts: NO_COUNTS, version, failure: null };
    await this.#events.append(sql, job.id, 0, done);
  }

  /** `query` is Prisma's selection; with `sessionId`, null also for a job of another session. */
  async find(
    ownerId: string,
    id: string,
    { sessionId, query = {} }: { sessionId?: string | null; query?: object } = {},
  ): Promise<IndexJob | null> {
    if (kindOfId(id) !== 'indexJob' || (sessionId && kindOfId(sessionId) !== 'session')) return null;
    return this.#prisma.indexJob.findFirst({
      ...query,
      where: { id, ownerId, session: { deletedAt: null }, ...(sessionId ? { sessionId } : {}) },
    });
  }

  /** 1 is next; null when the job is not queued. */
  async queuePosition(job: Pick<IndexJob, 'status' | 'sessionId' | 'number'>): Promise<number | null> {
    if (job.status !== 'QUEUED') return null;
    const { sessionId, number } = job;
    return this.#prisma.indexJob.count({ where: { sessionId, status: 'QUEUED', number: { lte: number } } });
  }

  /** Skipped and failed entries in the order given; `afterOrdinal` is the last one seen. */
  async problems(
    jobId: string,
    { first, afterOrdinal }: { first: number; afterOrdinal: number | null },
  ): Promise<Slice<Problem & { ordinal: number }>> {
    const where = { jobId, outcome: { in: ['SKIPPED' as const, 'FAILED' as const] } };
    const [rows, totalCount] = await Promise.all([
      this.#prisma.indexJobFile.findMany({
        where: { ...where, ...(afterOrdinal === null ? {} : { ordinal: { gt: afterOrdinal } }) },
        orderBy: { ordinal: 'asc' },
        take: first + 1,
      }),
      this.#prisma.indexJobFile.count({ where }),
    ]);
    const items = rows.slice(0, first).map((row) => ({
      ordinal: row.ordinal,
      path: row.path,
      kind: row.outcome === 'FAILED' ? ('FAILED' as const) : ('SKIPPED' as const),
      reason: row.reason ?? row.skipReason ?? ('IGNORED' as const),
      detail: row.detail,
    }));
    return { items, hasNextPage: rows.length > first, totalCount };
  }

  async countUnfinished(ownerId: string): Promise<number> {
    return this.#prisma.indexJob.count({ where: { ownerId, status: { in: ['QUEUED', 'RUNNING', 'CANCELLING'] } } });
  }
}

type CountedJob = Pick<IndexJob, Exclude<keyof IndexCounts, 'processedFiles'>>;

/** The job's counts as the contract names them. */
export function countsOf(job: CountedJob): IndexCounts {
  const { totalFiles, indexedFiles, reusedFiles, skippedFiles, failedFiles, deletedFiles } = job;
  const { chunks, embeddingsComputed, embeddingsReused } = job;
  const processedFiles = indexedFiles + reusedFiles + skippedFiles + failedFiles + deletedFiles;
  return {
    totalFiles,
    processedFiles,
    indexedFiles,
    reusedFiles,
    skippedFiles,
    failedFiles,
    deletedFiles,
    chunks,
    embeddingsComputed,
    embeddingsReused,
  };
}

async function countQueued(sql: Sql, sessionId: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `select count(*)::int as count from rag_index_jobs where session_id = $1 and status = 'QUEUED'`,
    [sessionId],
  );
  return row?.count ?? 0;
}
