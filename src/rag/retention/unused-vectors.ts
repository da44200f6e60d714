import type { Sql } from '../../shared/database/sql.js';
import type { RetentionRule } from '../../shared/retention.js';

/** Cached vectors that nobody asked for within `hours`. Chunks have their own: only a later job would compute it anew. */
export function unusedVectorRetention(sql: Sql, hours: number): RetentionRule {
  return {
    name: 'cached vectors',
    removeSome: async () => {
      const removed = await sql.query(
        `delete from embedding_cache where (owner_id, space, text_hash) in (
           select owner_id, space, text_hash from embedding_cache
           where used_at < now() - make_interval(secs => $1::float8 * 3600) limit 200) returning text_hash`,
        [hours],
      );
      return removed.length;
    },
  };
}
