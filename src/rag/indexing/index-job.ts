import type { Pool } from 'pg';
import type { IndexJobEvent, RunFailure } from '../../contracts/events.js';
import type { IndexJobKind } from '../../generated/prisma/enums.js';
import { inTransaction, type Sql, sqlOn } from '../../shared/database/sql.js';
import type { EventLog } from '../../shared/event-log/event-log.js';
import type { ClaimedRun, RunKind } from '../../shared/job-queue/run-lanes.js';
import { StaleAttemptError } from '../../shared/run-errors.js';
import { VectorParameters } from '../embedding/vector-parameters.js';
import { LARGE_SESSION_CHUNKS } from '../retrieval/large-session.js';
import type { SessionRef, SessionStore } from '../sessions/session-store.js';
import type { EntryResult, FileIndexer } from './file-indexer.js';
import { IndexWriter } from './index-writer.js';
import { type IndexJobRow, JOB_COLUMNS } from './job-columns.js';
import { cancelJob, endJob } from './job-ending.js';
import { expandEntries, type PendingEntry, pendingEntries } from './job-entries.js';
import { countsOf, INDEX_TASK } from './job-store.js';
import { oneAhead } from './one-ahead.js';
import { completeSketches } from './sketch-store.js';
import type { VersionStore } from './version-store.js';

/** Of the files taken at a time, unless one alone is larger: a retry repeats little, and progress moves. */
const MAX_BATCH_BYTES = 256 * 1024;
const MIN_MS_BETWEEN_PROGRESS_EVENTS = 100;

export interface IndexJobDependencies {
  readonly pool: Pool;
  readonly sessions: SessionStore;
  readonly versions: VersionStore;
  readonly indexer: FileIndexer;
  readonly events: EventLog;
  /** Files taken at a time, at most. */
  readonly batchFiles: number;
  /** Called when a job has ended, whatever its end: tasks may wait for it. */
  readonly onEnd: (jobId: string) => Promise<void>;
}

/** Brings a session to its next version. Everything it does may be repeated after a crash, from the last batch on. */
export class IndexJobRun implements RunKind {
  readonly task = INDEX_TASK;
  readonly table = 'rag_index_jobs';
  readonly laneColumn = 'session_id';
  readonly sessionOfRun = 'run.session_id';
  readonly #with: IndexJobDependencies;
  readonly #sql: Sql;
  readonly #vectors: VectorParameters;

  constructor(dependencies: IndexJobDependencies) {
    this.#with = dependencies;
    this.#sql = sqlOn(dependencies.pool);
    this.#vectors = new VectorParameters(this.#sql);
  }

  async canStart(): Promise<boolean> {
    return true;
  }

  async execute(run: ClaimedRun, signal: AbortSignal, giveWay = async () => {}): Promise<void> {
    const { sessions, versions } = this.#with;
    const session = await sessions.findById(this.#sql, run.laneId);
    if (session === null) throw new StaleAttemptError(run.id, run.attempt);
    const writer = this.#writer(session, run);
    let job = await this.#begin(run, session, writer);
    const progress = new Progress((event) => this.#with.events.append(this.#sql, run.id, run.attempt, event));
    // While one batch is written, the next is prepared: the database and the processor work at once.
    for await (const results of oneAhead(this.#batches(run, session, writer, { signal, giveWay }))) {
      signal.throwIfAborted();
      job = await writer.write(results);
      await progress.report(job, results.at(-1)?.path ?? '');
    }
    const version = await this.#end(run, session, job, signal);
    if (version !== session.version) await versions.sweep(session.key, version, signal);
  }

  async fail(run: ClaimedRun, failure: RunFailure): Promise<void> {
    const session = await this.#with.sessions.findById(this.#sql, run.laneId);
    if (session === null) return;
    await inTransaction(this.#with.pool, (sql) =>
      endJob(sql, this.#with.events, run, { status: 'ERROR', version: null, failure }),
    );
    await this.#with.versions.discardBeyond(session, this.#with.versions.whileNoJobRuns(session.id));
    await this.#with.onEnd(run.id);
  }

  async cancel(run: ClaimedRun): Promise<void> {
    const { pool, sessions, events, versions, onEnd } = this.#with;
    const session = await sessions.findById(this.#sql, run.laneId);
    if (session === null) return;
    await inTransaction(pool, (sql) => cancelJob(sql, events, run));
    await versions.discardBeyond(session, versions.whileNoJobRuns(session.id));
    await onEnd(run.id);
  }

  /** What the entries without an outcome come to, a batch at a time; what a dead attempt left of them is cleared. */
  async *#batches(
    run: ClaimedRun,
    session: SessionRef,
    writer: IndexWriter,
    { signal, giveWay }: { signal: AbortSignal; giveWay: () => Promise<void> },
  ): AsyncGenerator<readonly EntryResult[], void, undefined> {
    for (let afterOrdinal = 0; ; ) {
      signal.throwIfAborted();
      const atMost = { limit: this.#with.batchFiles, maxBytes: MAX_BATCH_BYTES };
      const entries = await pendingEntries(this.#sql, run.id, { afterOrdinal, ...atMost });
      const last = entries.at(-1);
      if (last === undefined) return;
      if (afterOrdinal > 0) await giveWay();
      afterOrdinal = last.ordinal;
      if (run.attempt > 1) await writer.clear(targets(entries));
      yield await this.#with.indexer.index(session, entries, signal);
    }
  }

  #writer(session: SessionRef, run: ClaimedRun): IndexWriter {
    return new IndexWriter({ pool: this.#with.pool, session, run, vectors: this.#vectors });
  }

  /** Once a job: removes an abandoned job's rows and adds the entries that follow from the session. */
  async #begin(run: ClaimedRun, session: SessionRef, writer: IndexWriter): Promise<IndexJobRow> {
    const { expanded, kind } = await readJob(this.#sql, run.id);
    if (!expanded) {
      await this.#with.versions.discardBeyond(session, (work) => writer.guarded(work));
      await writer.guarded((sql) => expandEntries(sql, { id: run.id, kind }, session));
    }
    const job = await readJob(this.#sql, run.id);
    if (!run.resumed) {
      const counts = countsOf(job);
      const running: IndexJobEvent = { type: 'index_status', status: 'RUNNING', queuePosition: null, counts };
      await this.#with.events.append(this.#sql, run.id, run.attempt, running);
    }
    return job;
  }

  /** One short transaction: the new version, the job's end and its terminal event become visible together. */
  async #end(run: ClaimedRun, session: SessionRef, job: IndexJobRow, signal: AbortSignal): Promise<number> {
    const { sessions, versions, events } = this.#with;
    const nothingProcessed = job.failedFiles > 0 && job.failedFiles === countsOf(job).processedFiles;
    if (nothingProcessed) {
      const message = `None of the ${job.failedFiles} files could be embedded; the job's problems have the reasons.`;
      await this.fail(run, { code: 'EMBEDDING_FAILED', message, retryable: true, retryAfterMs: null });
      return session.version;
    }
    const changed = await versions.hasChanges(session);
    const version = changed ? session.version + 1 : session.version;
    const writer = this.#writer(session, run);
    const isLarge = session.chunks + job.chunksDelta >= LARGE_SESSION_CHUNKS;
    if (changed && isLarge && !session.hasSketches) {
      await completeSketches(this.#sql, session, { guarded: (work) => writer.guarded(work), signal });
    }
    await writer.guarded(async (sql) => {
      if (changed) {
        const { chunksDelta: chunks, termsDelta: terms } = job;
        const applied = { from: session.version, chunks, terms, hasSketches: isLarge };
        if (!(await sessions.raiseVersion(sql, session.id, applied))) throw new StaleAttemptError(run.id, run.attempt);
      }
      await flagFailedFiles(sql, run.id, session);
      await endJob(sql, events, run, { status: 'DONE', version, failure: null });
    });
    await this.#with.onEnd(run.id);
    return version;
  }
}

/** Tells of progress, but not more often than a client can use. */
class Progress {
  readonly #emit: (event: IndexJobEvent) => Promise<unknown>;
  #last = 0;

  constructor(emit: (event: IndexJobEvent) => Promise<unknown>) {
    this.#emit = emit;
  }

  async report(job: IndexJobRow, currentFilePath: string): Promise<void> {
    const now = performance.now();
    if (now - this.#last < MIN_MS_BETWEEN_PROGRESS_EVENTS) return;
    this.#last = now;
    const { processedFiles, totalFiles } = countsOf(job);
    const currentFileIndex = Math.max(1, processedFiles);
    await this.#emit({ type: 'index_progress', currentFileIndex, totalFiles, processedFiles, currentFilePath });
  }
}

function targets(entries: readonly PendingEntry[]): string[] {
  return entries.flatMap(({ path, newPath }) => (newPath === null ? [path] : [path, newPath]));
}

async function readJob(sql: Sql, id: string): Promise<IndexJobRow & { expanded: boolean; kind: IndexJobKind }> {
  const [job] = await sql.query<IndexJobRow & { expanded: boolean; kind: IndexJobKind }>(
    `select ${JOB_COLUMNS}, expanded, kind from rag_index_jobs where id = $1`,
    [id],
  );
  if (job === undefined) throw new StaleAttemptError(id, 0);
  return job;
}

/** A file that could not be embedded keeps its chunks, and says so. */
async function flagFailedFiles(sql: Sql, jobId: string, session: SessionRef): Promise<void> {
  await sql.query(
    `update rag_files f set status = 'FAILED', reason = e.reason, detail = e.detail
     from rag_index_job_files e
     where e.job_id = $1 and e.outcome = 'FAILED' and f.session_key = $2 and f.path = e.path
       and f.to_version is null`,
    [jobId, session.key.toString()],
  );
}
