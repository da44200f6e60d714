import type { Pool } from 'pg';
import { byteaArray } from '../../shared/database/binary-array.js';
import { type Sql, sqlOn } from '../../shared/database/sql.js';
import { markFoundUnused } from '../retention/unused-contents.js';
import type { StagedEntry } from './intake.js';

/** A statement's worth of contents: the embedded database makes everyone wait while it takes one in. */
const BYTES_A_BATCH = 1024 * 1024;

/** Rows that an index job will read: contents by hash, and the job's entries. */
export class StagingStore {
  readonly #sql: Sql;

  constructor({ pool }: { pool: Pool }) {
    this.#sql = sqlOn(pool);
  }

  /** A key for a session that is about to be made, so that its contents can be written first. */
  async nextSessionKey(): Promise<bigint> {
    const [row] = await this.#sql.query<{ key: string }>(`select nextval('rag_sessions_key_seq')::text as key`);
    return BigInt(row?.key ?? '0');
  }

  /**
   * Stores contents that the session does not have yet, in short batches. Rows are locked in the order of their hashes,
   * as everywhere, so that two uploads of the same contents do not wait for each other. Nobody sees them before a job
   * names them.
   */
  async writeContents(sessionKey: bigint, contents: ReadonlyMap<string, Buffer>): Promise<void> {
    for (const batch of batches(contents)) {
      await this.#sql.query(
        `insert into file_contents (session_key, content_hash, content)
         select $1::bigint, hash, content from unnest($2::text[], $3::bytea[]) as given (hash, content) order by hash
         on conflict (session_key, content_hash) do update set unused_since = null
           where file_contents.unused_since is not null`,
        [sessionKey.toString(), batch.map(([hash]) => hash), byteaArray(batch.map(([, content]) => content))],
      );
    }
  }

  /** Takes back the contents of a session that was not made after all. */
  async discardContents(sessionKey: bigint): Promise<void> {
    // Looked for, because a commit may succeed whose answer is lost.
    await this.#sql.query(
      `delete from file_contents where session_key = $1 and not exists (
         select 1 from rag_sessions where key = $1)`,
      [sessionKey.toString()],
    );
  }

  /** Notes contents that no job came to name, so that they are removed with time; those that another job names stay. */
  async leaveContents(sessionKey: bigint, contents: ReadonlyMap<string, Buffer>): Promise<void> {
    await markFoundUnused(this.#sql, sessionKey, [...contents.keys()]);
  }

  /** Adds entries to a job, numbered from `firstOrdinal` on. */
  async addEntries(sql: Sql, jobId: string, entries: readonly StagedEntry[], firstOrdinal = 1): Promise<void> {
    if (entries.length === 0) return;
    const column = <Key extends keyof StagedEntry>(key: Key) => entries.map((entry) => entry[key]);
    await sql.query(
      `insert into rag_index_job_files
         (job_id, ordinal, operation, path, new_path, content_hash, bytes, skip_reason, detail)
       select $1::text, $2::int + n::int - 1, operation::"StagedOperation", path, new_path, content_hash, bytes,
         skip_reason::"ProblemReason", detail
       from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::text[])
         with ordinality as given (operation, path, new_path, content_hash, bytes, skip_reason, detail, n)`,
      [
        jobId,
        firstOrdinal,
        column('operation'),
        column('path'),
        column('newPath'),
        column('contentHash'),
        column('bytes'),
        column('skipReason'),
        column('detail'),
      ],
    );
  }
}

function* batches(contents: ReadonlyMap<string, Buffer>): Generator<[string, Buffer][]> {
  let batch: [string, Buffer][] = [];
  let bytes = 0;
  for (const entry of contents) {
    batch.push(entry);
    bytes += entry[1].length;
    if (bytes >= BYTES_A_BATCH) {
      yield batch;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) yield batch;
}
