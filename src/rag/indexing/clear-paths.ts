import type { Sql } from '../../shared/database/sql.js';

/** Removes what was written of these paths for a version that no reader sees yet, and opens again what it closes. */
export async function clearPaths(
  sql: Sql,
  { sessionKey, version, paths }: { sessionKey: bigint; version: number; paths: readonly string[] },
): Promise<void> {
  const values = [sessionKey.toString(), paths, version];
  const written = `select c.id from rag_chunks c join rag_files f on f.id = c.file_id
    where f.session_key = $1 and f.path = any($2) and f.from_version = $3`;
  await sql.query(`delete from rag_postings where chunk_id in (${written})`, values);
  await sql.query(`delete from rag_vector_sketches where session_key = $1 and chunk_id in (${written})`, values);
  await sql.query('delete from rag_files where session_key = $1 and path = any($2) and from_version = $3', values);
  await sql.query(
    `update rag_chunks set to_version = null where to_version = $3 and file_id in (
       select id from rag_files where session_key = $1 and path = any($2) and to_version = $3)`,
    values,
  );
  await sql.query(
    'update rag_files set to_version = null where session_key = $1 and path = any($2) and to_version = $3',
    values,
  );
}
