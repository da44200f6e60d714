import type { Sql } from './database/sql.js';
import type { RetentionRule } from './retention.js';

/** Keys older than `hours`: the same request with the same key then is a new one. */
export function idempotencyRetention(sql: Sql, hours: number): RetentionRule {
  return {
    name: 'idempotency keys',
    removeSome: async () => {
      const removed = await sql.query(
        `delete from idempotency_keys where (owner_id, operation, key) in (
           select owner_id, operation, key from idempotency_keys
           where created_at < now() - make_interval(secs => $1::float8 * 3600) limit 500) returning key`,
        [hours],
      );
      return removed.length;
    },
  };
}
