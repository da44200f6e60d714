import type { ProblemReason, StagedOperation, StagedOutcome } from '../../generated/prisma/enums.js';
import type { Sql } from '../../shared/database/sql.js';
import type { SessionRef } from '../sessions/session-store.js';

/** An entry of an index job that has no outcome yet. */
export interface PendingEntry {
  readonly ordinal: number;
  readonly operation: StagedOperation;
  readonly path: string;
  readonly newPath: string | null;
  readonly contentHash: string | null;
  readonly bytes: number;
  readonly skipReason: ProblemReason | null;
  readonly detail: string | null;
}

/** What came of an entry. */
export interface EntryOutcome {
  readonly ordinal: number;
  readonly outcome: StagedOutcome;
  readonly reason: ProblemReason | null;
  readonly detail: string | null;
}

interface EntryRow {
  ordinal: number;
  operation: StagedOperation;
  path: string;
  new_path: string | null;
  content_hash: string | null;
  bytes: number | null;
  skip_reason: ProblemReason | null;
  detail: string | null;
}

/**
 * Adds the entries that follow from the session itself: a snapshot deletes the files that it does not name, and a
 * session of another embedding space takes in all its files anew.
 */
export async function expandEntries(
  sql: Sql,
  job: { id: string; kind: 'SNAPSHOT' | 'CHANGES' },
  session: SessionRef,
): Promise<void> {
  const [last] = await sql.query<{ ordinal: number }>(
    'select coalesce(max(ordinal), 0)::int as ordinal from rag_index_job_files where job_id = $1',
    [job.id],
  );
  if (job.kind === 'SNAPSHOT' || !session.inCurrentSpace) {
    const operation = job.kind === 'SNAPSHOT' ? 'DELETE' : 'UPSERT';
    await sql.query(
      `insert into rag_index_job_files
         (job_id, ordinal, operation, path, content_hash, bytes, skip_reason, detail)
       select $1, $2::int + row_number() over (order by f.path collate "C"), $3::"StagedOperation", f.path,
         f.content_hash, f.bytes, case when f.status = 'SKIPPED' then f.reason end, f.detail
       from rag_files f
       where f.session_key = $4 and f.to_version is null
         and not exists (
           select 1 from rag_index_job_files e
           where e.job_id = $1 and (e.path = f.path or e.new_path = f.path))`,
      [job.id, last?.ordinal ?? 0, operation, session.key.toString()],
    );
  }
  await sql.query(
    `update rag_index_jobs set expanded = true,
       total_files = (select count(*) from rag_index_job_files where job_id = $1)
     where id = $1`,
    [job.id],
  );
}

/**
 * The next entries after `afterOrdinal` without an outcome: at most `limit`, and no more than `maxBytes` of contents
 * (but at least one).
 */
export async function pendingEntries(
  sql: Sql,
  jobId: string,
  { afterOrdinal, limit, maxBytes }: { afterOrdinal: number; limit: number; maxBytes: number },
): Promise<PendingEntry[]> {
  const rows = await sql.query<EntryRow>(
    `select ordinal, operation, path, new_path, content_hash, bytes, skip_reason, detail
     from rag_index_job_files where job_id = $1 and ordinal > $2 and outcome is null order by ordinal limit $3`,
    [jobId, afterOrdinal, limit],
  );
  const taken: PendingEntry[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += row.skip_reason === null ? (row.bytes ?? 0) : 0;
    if (taken.length > 0 && bytes > maxBytes) break;
    taken.push({
      ordinal: row.ordinal,
      operation: row.operation,
      path: row.path,
      newPath: row.new_path,
      contentHash: row.content_hash,
      bytes: row.bytes ?? 0,
      skipReason: row.skip_reason,
      detail: row.detail,
    });
  }
  return taken;
}

export async function recordOutcomes(sql: Sql, jobId: string, outcomes: readonly EntryOutcome[]): Promise<void> {
  await sql.query(
    `update rag_index_job_files e
     set outcome = given.outcome::"StagedOutcome", reason = given.reason::"ProblemReason", detail = given.detail
     from unnest($2::int[], $3::text[], $4::text[], $5::text[]) as given (ordinal, outcome, reason, detail)
     where e.job_id = $1 and e.ordinal = given.ordinal`,
    [
      jobId,
      outcomes.map(({ ordinal }) => ordinal),
      outcomes.map(({ outcome }) => outcome),
      outcomes.map(({ reason }) => reason),
      outcomes.map(({ detail }) => detail),
    ],
  );
}
