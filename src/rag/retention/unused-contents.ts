import type { Sql } from '../../shared/database/sql.js';
import type { RetentionRule } from '../../shared/retention.js';

/** Notes that from now on no file of the session has these contents, where that is so. */
export async function markUnused(sql: Sql, sessionKey: bigint, hashes: readonly string[]): Promise<void> {
  await mark(sql, sessionKey, hashes, 'true');
}

/** The same of contents that may have been noted before: those keep their time. */
export async function markFoundUnused(sql: Sql, sessionKey: bigint, hashes: readonly string[]): Promise<void> {
  await mark(sql, sessionKey, hashes, 'unused_since is null');
}

/** Locks in the order of the hashes, as an upload does. */
async function mark(sql: Sql, sessionKey: bigint, hashes: readonly string[], condition: string): Promise<void> {
  if (hashes.length === 0) return;
  await sql.query(
    `with unused as (
       select session_key, content_hash from file_contents c
       where session_key = $1::bigint and content_hash = any($2::text[]) and ${condition}
         and not exists (
           select 1 from rag_files f where f.session_key = c.session_key and f.content_hash = c.content_hash)
       order by content_hash for update
     )
     update file_contents c set unused_since = now() from unused
     where c.session_key = unused.session_key and c.content_hash = unused.content_hash`,
    [sessionKey.toString(), hashes],
  );
}

/**
 * Contents that no file has had for `hours`, but for those that a reply still cites: a citation stays checkable. While
 * a session has unfinished jobs nothing of it is removed, since they may name one.
 */
export function unusedContentRetention(sql: Sql, hours: number): RetentionRule {
  return {
    name: 'unused file contents',
    removeSome: async () => {
      const removed = await sql.query(
        `delete from file_contents where unused_since is not null and (session_key, content_hash) in (
           select c.session_key, c.content_hash from file_contents c
           where c.unused_since < now() - make_interval(secs => $1::float8 * 3600)
             and not exists (
               select 1 from rag_files f where f.session_key = c.session_key and f.content_hash = c.content_hash)
             and not exists (
               select 1 from rag_sessions s join rag_index_jobs j on j.session_id = s.id
               where s.key = c.session_key and j.finished_at is null)
             and not exists (
               select 1 from chat_messages m where m.citations @>
                 jsonb_build_array(jsonb_build_object('source', jsonb_build_object('contentHash', c.content_hash))))
           order by c.content_hash limit 50 for update of c) returning content_hash`,
        [hours],
      );
      return removed.length;
    },
  };
}
