import type { Pool } from 'pg';
import { inTransaction, type Sql, sqlOn } from '../../shared/database/sql.js';
import { markUnused } from '../retention/unused-contents.js';
import type { SessionRef } from '../sessions/session-store.js';

/** Rows a statement: the embedded database serves nobody else meanwhile. */
const FILES_A_BATCH = 100;
const CHUNKS_A_BATCH = 100;

/** Runs work that gives a count in a transaction of its own. */
type InTransaction = (work: (sql: Sql) => Promise<number>) => Promise<number>;

/** Removes rows that no reader sees: those beyond the version, and those that ended with it. */
export class VersionStore {
  readonly #pool: Pool;
  readonly #sql: Sql;

  constructor({ pool }: { pool: Pool }) {
    this.#pool = pool;
    this.#sql = sqlOn(pool);
  }

  /** Whether the next version would differ from the current one. */
  async hasChanges(session: SessionRef): Promise<boolean> {
    const [row] = await this.#sql.query<{ changed: boolean }>(
      `select exists (
         select 1 from rag_files where session_key = $1 and (from_version = $2 or to_version = $2)
       ) as changed`,
      [session.key.toString(), session.version + 1],
    );
    return row?.changed ?? false;
  }

  /**
   * Takes back all that was written beyond the session's version by a job that will not be applied, a batch in each
   * transaction that `inTransaction` gives: it must refuse one that is too late, or the rows of the next job would go.
   */
  async discardBeyond(session: SessionRef, inTransaction: InTransaction): Promise<void> {
    let discarded: number;
    do discarded = await inTransaction((sql) => discardBatch(sql, session));
    while (discarded > 0);
  }

  /** Lets a transaction begin unless a job of the session runs, which discards for itself; none can begin meanwhile. */
  whileNoJobRuns(sessionId: string): InTransaction {
    return (work) =>
      inTransaction(this.#pool, async (sql) => {
        const unfinished = await sql.query<{ status: string }>(
          `select status from rag_index_jobs
           where session_id = $1 and status in ('QUEUED', 'RUNNING', 'CANCELLING') order by number for update`,
          [sessionId],
        );
        return unfinished.every(({ status }) => status === 'QUEUED') ? work(sql) : 0;
      });
  }

  /** Deletes what no version from `version` on shows, a batch at a time. */
  async sweep(sessionKey: bigint, version: number, signal: AbortSignal): Promise<void> {
    const values = [sessionKey.toString(), version];
    while (!signal.aborted) {
      const deleted = await this.#sql.query(
        `with closed as (
           select id from rag_chunks where session_key = $1 and to_version <= $2 limit ${CHUNKS_A_BATCH}
         ), postings as (
           delete from rag_postings where chunk_id in (select id from closed)
         ), sketches as (
           delete from rag_vector_sketches where session_key = $1 and chunk_id in (select id from closed)
         )
         delete from rag_chunks where id in (select id from closed) returning id`,
        values,
      );
      if (deleted.length < CHUNKS_A_BATCH) break;
    }
    while (!signal.aborted) {
      const deleted = await this.#sql.query<{ content_hash: string }>(
        `delete from rag_files where id in (
           select id from rag_files where session_key = $1 and to_version <= $2 limit ${FILES_A_BATCH})
         returning content_hash`,
        values,
      );
      const hashes = deleted.map((file) => file.content_hash);
      await markUnused(this.#sql, sessionKey, hashes);
      if (deleted.length < FILES_A_BATCH) break;
    }
  }

  /** Deletes every row that carries the session's key, a batch at a time. */
  async purge(sessionKey: bigint, signal: AbortSignal): Promise<void> {
    const key = sessionKey.toString();
    while (!signal.aborted) {
      const files = await this.#sql.query<{ id: string }>(
        `select id::text from rag_files where session_key = $1 limit ${FILES_A_BATCH}`,
        [key],
      );
      if (files.length === 0) break;
      await inTransaction(this.#pool, (sql) =>
        removeFiles(
          sql,
          sessionKey,
          files.map((file) => file.id),
        ),
      );
    }
    while (!signal.aborted) {
      const deleted = await this.#sql.query(
        `delete from file_contents where (session_key, content_hash) in (
           select session_key, content_hash from file_contents where session_key = $1 limit ${FILES_A_BATCH})
         returning content_hash`,
        [key],
      );
      if (deleted.length < FILES_A_BATCH) break;
    }
  }
}

async function discardBatch(sql: Sql, session: SessionRef): Promise<number> {
  const files = await sql.query<{ id: string; from_version: number }>(
    `select id::text, from_version from rag_files
     where session_key = $1 and (from_version > $2 or to_version > $2) limit ${FILES_A_BATCH}`,
    [session.key.toString(), session.version],
  );
  const ids = (isNew: boolean) =>
    files.filter((file) => file.from_version > session.version === isNew).map((file) => file.id);
  await removeFiles(sql, session.key, ids(true));
  await sql.query('update rag_chunks set to_version = null where file_id = any($1::bigint[])', [ids(false)]);
  await sql.query('update rag_files set to_version = null where id = any($1::bigint[])', [ids(false)]);
  return files.length;
}

async function removeFiles(sql: Sql, sessionKey: bigint, ids: readonly string[]): Promise<void> {
  const chunks = 'select id from rag_chunks where file_id = any($1::bigint[])';
  await sql.query(`delete from rag_postings where chunk_id in (${chunks})`, [ids]);
  await sql.query(`delete from rag_vector_sketches where session_key = $2 and chunk_id in (${chunks})`, [
    ids,
    sessionKey.toString(),
  ]);
  await sql.query('delete from rag_files where id = any($1::bigint[])', [ids]);
}
