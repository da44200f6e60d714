import type { Pool } from 'pg';
import { inTransaction } from '../../shared/database/sql.js';
import type { RetentionRule } from '../../shared/retention.js';
import { removeEntries } from './finished-entries.js';

const JOBS_A_BATCH = 100;
const IS_OLD = `j.finished_at < now() - make_interval(secs => $1::float8 * 3600) and exists (
  select 1 from rag_index_jobs later where later.session_id = j.session_id and later.number > j.number)`;

/** Index jobs that ended at least `hours` ago, with all that is left of them, but for the last one of each session. */
export function oldJobRetention(pool: Pool, hours: number): RetentionRule {
  return {
    name: 'index jobs',
    removeSome: () =>
      inTransaction(pool, async (sql) => {
        // A job may have skipped tens of thousands of files.
        const entries = await removeEntries(sql, IS_OLD, hours);
        if (entries > 0) return entries;
        const jobs = await sql.query<{ id: string }>(
          `select j.id from rag_index_jobs j where ${IS_OLD} limit ${JOBS_A_BATCH} for update of j skip locked`,
          [hours],
        );
        const ids = jobs.map(({ id }) => id);
        await sql.query('delete from stream_events where stream = any($1)', [ids]);
        await sql.query('delete from stream_heads where stream = any($1)', [ids]);
        await sql.query('delete from rag_index_jobs where id = any($1)', [ids]);
        return ids.length;
      }),
  };
}
