import type { Pool } from 'pg';
import { inTransaction, type Sql, sqlOn } from '../../shared/database/sql.js';
import { whyNotRunning } from '../../shared/job-queue/run-attempt.js';
import type { ClaimedRun } from '../../shared/job-queue/run-lanes.js';
import { StaleAttemptError } from '../../shared/run-errors.js';
import type { VectorParameters } from '../embedding/vector-parameters.js';
import { unpackTermsSql } from '../retrieval/packed-terms.js';
import type { SessionRef } from '../sessions/session-store.js';
import { clearPaths } from './clear-paths.js';
import type { EntryResult, FileRow, IndexedChunk } from './file-indexer.js';
import { type IndexJobRow, JOB_COLUMNS } from './job-columns.js';
import { recordOutcomes } from './job-entries.js';
import { insertSketches, type SketchRow, sketchRow } from './sketch-store.js';

/**
 * A transaction's worth of postings. The embedded database serves nobody else meanwhile, and this many with their
 * chunks take it about 50 ms.
 */
const POSTINGS_A_TRANSACTION = 6_000;

/** What one transaction writes. A large file may take several; its outcome stands in the last one. */
interface Unit {
  readonly opened: { id: string; result: EntryResult; file: FileRow }[];
  readonly closes: string[];
  readonly chunks: { id: string; fileId: string; chunk: IndexedChunk }[];
  readonly finished: EntryResult[];
  postings: number;
}

/**
 * Writes the rows of the session's next version while readers go on at the current one: new rows begin with the next
 * version, and rows that end are closed at it ahead of time, which changes nothing for a reader of the current one.
 */
export class IndexWriter {
  readonly #pool: Pool;
  readonly #sql: Sql;
  readonly #session: SessionRef;
  readonly #run: ClaimedRun;
  readonly #vectors: VectorParameters;
  readonly #target: number;

  constructor({
    pool,
    session,
    run,
    vectors,
  }: {
    pool: Pool;
    session: SessionRef;
    run: ClaimedRun;
    vectors: VectorParameters;
  }) {
    this.#pool = pool;
    this.#vectors = vectors;
    this.#sql = sqlOn(pool);
    this.#session = session;
    this.#run = run;
    this.#target = session.version + 1;
  }

  /**
   * Runs `work` in a transaction that only the running job's current attempt can commit.
   * Throws a `RunCancelledError` or a `StaleAttemptError` when the job is to end, or the attempt counts no more.
   */
  async guarded<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return inTransaction(this.#pool, async (sql) => {
      const held = await sql.query(
        `select id from rag_index_jobs where id = $1 and attempt = $2 and status = 'RUNNING' for update`,
        [this.#run.id, this.#run.attempt],
      );
      if (held.length === 0) throw await whyNotRunning(sql, 'rag_index_jobs', this.#run);
      return work(sql);
    });
  }

  /** Takes back what a dead attempt wrote for paths whose entries it did not finish. */
  async clear(paths: readonly string[]): Promise<void> {
    await this.guarded((sql) => clearPaths(sql, { sessionKey: this.#session.key, version: this.#target, paths }));
  }

  /** Writes the results in short transactions, each with its outcomes and counts; gives the job as it then stands. */
  async write(results: readonly EntryResult[]): Promise<IndexJobRow> {
    const files = await this.#newIds('rag_files_id_seq', results.filter(({ adds }) => adds !== null).length);
    const chunkCount = results.reduce((sum, { adds }) => sum + (adds?.chunks.length ?? 0), 0);
    const chunks = await this.#newIds('rag_chunks_id_seq', chunkCount);
    let unit = emptyUnit();
    for (const result of results) {
      unit.closes.push(...result.closes);
      if (result.adds !== null) {
        const fileId = files.next();
        unit.opened.push({ id: fileId, result, file: result.adds });
        for (const chunk of result.adds.chunks) {
          if (unit.postings > 0 && unit.postings + chunk.terms.count > POSTINGS_A_TRANSACTION) {
            await this.#commit(unit);
            unit = emptyUnit();
          }
          unit.chunks.push({ id: chunks.next(), fileId, chunk });
          unit.postings += chunk.terms.count;
        }
      }
      unit.finished.push(result);
    }
    return this.#commit(unit);
  }

  async #commit(unit: Unit): Promise<IndexJobRow> {
    const vectors = unit.chunks.map(({ chunk }) => chunk.embedding);
    // Before the transaction: inside it nothing but its own connection may be waited for.
    const embeddings = vectors.length === 0 ? null : await this.#vectors.encode(vectors);
    const sketches = this.#session.hasSketches ? this.#sketches(unit) : [];
    return this.guarded(async (sql) => {
      await this.#close(sql, unit.closes);
      await this.#insertFiles(sql, unit);
      await this.#insertChunks(sql, unit, embeddings);
      await this.#insertPostings(sql, unit);
      await insertSketches(sql, this.#session.key, sketches);
      await recordOutcomes(sql, this.#run.id, unit.finished);
      return this.#count(sql, unit.finished);
    });
  }

  async #close(sql: Sql, paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    await sql.query(
      `with closed as (
         update rag_files set to_version = $3
         where session_key = $1 and path = any($2) and to_version is null and from_version < $3 returning id
       )
       update rag_chunks set to_version = $3 where file_id in (select id from closed)`,
      [this.#key(), paths, this.#target],
    );
  }

  async #insertFiles(sql: Sql, { opened }: Unit): Promise<void> {
    if (opened.length === 0) return;
    const column = <Key extends keyof FileRow>(key: Key) => opened.map(({ file }) => file[key]);
    // A file that could not be embedded keeps the row it had: then there is a conflict, and nothing to add.
    await sql.query(
      `insert into rag_files
         (id, session_key, path, content_hash, bytes, language, status, reason, detail, from_version)
       select id, $1, path, content_hash, bytes, language, status::"FileIndexStatus", reason::"ProblemReason", detail, $2
       from unnest($3::bigint[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[], $10::text[])
         as given (id, path, content_hash, bytes, language, status, reason, detail)
       on conflict (session_key, path) where to_version is null do nothing`,
      [
        this.#key(),
        this.#target,
        opened.map(({ id }) => id),
        column('path'),
        column('contentHash'),
        column('bytes'),
        column('language'),
        column('status'),
        column('reason'),
        column('detail'),
      ],
    );
  }

  async #insertChunks(sql: Sql, { chunks }: Unit, embeddings: Buffer | null): Promise<void> {
    if (chunks.length === 0) return;
    const column = <Key extends keyof IndexedChunk>(key: Key) => chunks.map(({ chunk }) => chunk[key]);
    await sql.query(
      `insert into rag_chunks
         (id, session_key, file_id, start_line, end_line, symbol, text, text_hash, embedding, length, from_version)
       select id, $1, file_id, start_line, end_line, symbol, text, text_hash, embedding, length, $2
       from unnest($3::bigint[], $4::bigint[], $5::int[], $6::int[], $7::text[], $8::text[], $9::text[], $10::vector[],
         $11::real[]) as given (id, file_id, start_line, end_line, symbol, text, text_hash, embedding, length)`,
      [
        this.#key(),
        this.#target,
        chunks.map(({ id }) => id),
        chunks.map(({ fileId }) => fileId),
        column('startLine'),
        column('endLine'),
        column('symbol'),
        column('text'),
        column('textHash'),
        embeddings,
        column('length'),
      ],
    );
  }

  #sketches({ chunks }: Unit): SketchRow[] {
    return chunks.map(({ id, chunk }) =>
      sketchRow({ chunkId: id, fromVersion: this.#target, vector: chunk.embedding }),
    );
  }

  async #insertPostings(sql: Sql, { chunks }: Unit): Promise<void> {
    if (chunks.length === 0) return;
    await sql.query(
      `insert into rag_postings (session_key, term, chunk_id, tf, length, from_version)
       select $1, term, chunk_id, tf, length, $2
       from unnest($3::bigint[], $4::text[], $5::text[], $6::real[]) as given (chunk_id, names, frequencies, length)
       cross join lateral ${unpackTermsSql({ names: 'names', frequencies: 'frequencies' })}`,
      [
        this.#key(),
        this.#target,
        chunks.map(({ id }) => id),
        chunks.map(({ chunk }) => chunk.terms.names),
        chunks.map(({ chunk }) => chunk.terms.frequencies),
        chunks.map(({ chunk }) => chunk.length),
      ],
    );
  }

  /** Adds the outcomes to the job's counts, in the transaction that makes them true: they survive attempts. */
  async #count(sql: Sql, finished: readonly EntryResult[]): Promise<IndexJobRow> {
    const closed = await this.#closedChunks(
      sql,
      finished.flatMap(({ closes }) => closes),
    );
    const added = finished.flatMap(({ adds }) => adds?.chunks ?? []);
    const outcomes = (outcome: string) => finished.filter((result) => result.outcome === outcome).length;
    const [job] = await sql.query<IndexJobRow>(
      `update rag_index_jobs set
         indexed_files = indexed_files + $2, reused_files = reused_files + $3, skipped_files = skipped_files + $4,
         failed_files = failed_files + $5, deleted_files = deleted_files + $6, chunks = chunks + $7,
         embeddings_computed = embeddings_computed + $8, embeddings_reused = embeddings_reused + $9,
         chunks_delta = chunks_delta + $10, terms_delta = terms_delta + $11
       where id = $1 returning ${JOB_COLUMNS}`,
      [
        this.#run.id,
        outcomes('INDEXED'),
        outcomes('REUSED'),
        outcomes('SKIPPED'),
        outcomes('FAILED'),
        outcomes('DELETED'),
        added.length,
        finished.reduce((sum, { embeddings }) => sum + embeddings.computed, 0),
        finished.reduce((sum, { embeddings }) => sum + embeddings.reused, 0),
        added.length - closed.count,
        added.reduce((sum, { length }) => sum + Math.fround(length), 0) - closed.length,
      ],
    );
    if (job === undefined) throw new StaleAttemptError(this.#run.id, this.#run.attempt);
    return job;
  }

  async #closedChunks(sql: Sql, paths: readonly string[]): Promise<{ count: number; length: number }> {
    if (paths.length === 0) return { count: 0, length: 0 };
    const [row] = await sql.query<{ count: number; length: number }>(
      `select count(*)::int as count, coalesce(sum(c.length::float8), 0) as length
       from rag_files f join rag_chunks c on c.file_id = f.id
       where f.session_key = $1 and f.path = any($2) and f.to_version = $3`,
      [this.#key(), paths, this.#target],
    );
    return row ?? { count: 0, length: 0 };
  }

  async #newIds(sequence: 'rag_files_id_seq' | 'rag_chunks_id_seq', count: number): Promise<{ next(): string }> {
    const rows =
      count === 0
        ? []
        : await this.#sql.query<{ id: string }>(
            `select nextval('${sequence}')::text as id from generate_series(1, $1::int)`,
            [count],
          );
    let index = 0;
    return {
      next: () => {
        const id = rows[index++]?.id;
        if (id === undefined) throw new Error('More rows than ids were asked for.');
        return id;
      },
    };
  }

  #key(): string {
    return this.#session.key.toString();
  }
}

function emptyUnit(): Unit {
  return { opened: [], closes: [], chunks: [], finished: [], postings: 0 };
}
