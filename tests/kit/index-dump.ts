import { openDatabase } from '../../src/shared/database/open-database.js';
import type { DatabasePlace } from './database-template.js';

/** Everything that a search can see of a stopped server's only session, without the numbers that each run makes anew. */
export async function dumpIndex(place: DatabasePlace): Promise<unknown> {
  return reading(place, async (query) => ({
    session: await query('select version, chunk_count, round(term_count) as terms from rag_sessions'),
    files: await query(
      `select path, content_hash, bytes, language, status, reason from rag_files
       where to_version is null order by path collate "C"`,
    ),
    chunks: await query(
      `select f.path, c.start_line, c.end_line, c.symbol, c.text_hash, c.length, c.embedding::text,
         (select json_agg(json_build_array(p.term, p.tf, p.length) order by p.term collate "C")
          from rag_postings p where p.chunk_id = c.id) as postings
       from rag_chunks c join rag_files f on f.id = c.file_id
       where c.to_version is null order by f.path collate "C", c.start_line, c.end_line, c.text_hash`,
    ),
  }));
}

/** Rows of a stopped server's database. */
export async function readDatabase<Row>(place: DatabasePlace, sql: string): Promise<Row[]> {
  return reading(place, (query) => query(sql)) as Promise<Row[]>;
}

async function reading<T>(place: DatabasePlace, work: (query: (sql: string) => Promise<unknown[]>) => Promise<T>) {
  const database = await openDatabase({ ...place, databasePoolSize: 2 });
  try {
    return await work(async (sql) => (await database.pool.query(sql)).rows);
  } finally {
    await database.close();
  }
}
