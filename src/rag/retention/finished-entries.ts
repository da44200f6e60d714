import type { Pool } from 'pg';
import { inTransaction, type Sql } from '../../shared/database/sql.js';
import type { RetentionRule } from '../../shared/retention.js';
import { markFoundUnused } from './unused-contents.js';

const ENTRIES_A_BATCH = 500;
const IS_TOLD_BY_COUNTS = `j.finished_at < now() - make_interval(secs => $1::float8 * 3600)
  and (e.outcome is null or e.outcome not in ('SKIPPED', 'FAILED'))`;

/**
 * What was given to index jobs that ended at least `hours` ago. Entries that were skipped or failed stay with their
 * reasons, and the counts stand on the job.
 */
export function finishedEntryRetention(pool: Pool, hours: number): RetentionRule {
  return {
    name: 'entries of index jobs',
    removeSome: () => inTransaction(pool, (sql) => removeEntries(sql, IS_TOLD_BY_COUNTS, hours)),
  };
}

/**
 * Removes some entries `e` of the jobs `j` for which the condition holds, whose $1 is a number of hours; gives how many.
 * From now on nothing may name their contents any more.
 */
export async function removeEntries(sql: Sql, condition: string, hours: number): Promise<number> {
  const removed = await sql.query<{ key: string; content_hash: string | null }>(
    `delete from rag_index_job_files e using rag_index_jobs j, rag_sessions s
     where (e.job_id, e.ordinal) in (
         select e.job_id, e.ordinal from rag_index_jobs j join rag_index_job_files e on e.job_id = j.id
         where ${condition} limit ${ENTRIES_A_BATCH})
       and j.id = e.job_id and s.id = j.session_id
     returning s.key::text, e.content_hash`,
    [hours],
  );
  for (const [key, hashes] of hashesBySession(removed)) await markFoundUnused(sql, key, hashes);
  return removed.length;
}

function hashesBySession(rows: readonly { key: string; content_hash: string | null }[]): Map<bigint, string[]> {
  const bySession = new Map<bigint, string[]>();
  for (const { key, content_hash: hash } of rows) {
    if (hash === null) continue;
    const session = BigInt(key);
    bySession.set(session, [...(bySession.get(session) ?? []), hash]);
  }
  return bySession;
}
