import { openDatabase } from '../../src/shared/database/open-database.js';
import type { DatabasePlace } from './database-template.js';

/** Gives the rows of a statement. */
export type Query = <Row>(sql: string) => Promise<Row[]>;

/**
 * Everything that a search can see of a stopped server's sessions, by the project's name, without the numbers that each
 * run makes anew.
 */
export async function dumpIndex(place: DatabasePlace): Promise<unknown> {
  return whileReading(place, dumpIndexWith);
}

/** As `dumpIndex`, of a database that is being read. */
export async function dumpIndexWith(query: Query): Promise<unknown> {
  return {
    sessions: await query(
      `select project_id, version, chunk_count, round(term_count) as terms from rag_sessions
       order by project_id collate "C"`,
    ),
    files: await query(
      `select s.project_id, f.path, f.content_hash, f.bytes, f.language, f.status, f.reason
       from rag_files f join rag_sessions s on s.key = f.session_key
       where f.to_version is null order by s.project_id collate "C", f.path collate "C"`,
    ),
    chunks: await query(
      `select s.project_id, f.path, c.start_line, c.end_line, c.symbol, c.text_hash, c.length,
         md5(c.embedding::text) as embedding,
         (select json_agg(json_build_array(p.term, p.tf, p.length) order by p.term collate "C")
          from rag_postings p where p.chunk_id = c.id) as postings
       from rag_chunks c join rag_files f on f.id = c.file_id join rag_sessions s on s.key = f.session_key
       where c.to_version is null
       order by s.project_id collate "C", f.path collate "C", c.start_line, c.end_line, c.text_hash`,
    ),
  };
}

/** Rows of a stopped server's database. */
export async function readDatabase<Row>(place: DatabasePlace, sql: string): Promise<Row[]> {
  return whileReading(place, (query) => query<Row>(sql));
}

/** Opens a stopped server's database once for all that `work` reads. */
export async function whileReading<T>(place: DatabasePlace, work: (query: Query) => Promise<T>): Promise<T> {
  const database = await openDatabase({ ...place, databasePoolSize: 2 });
  try {
    return await work(async <Row>(sql: string) => (await database.pool.query(sql)).rows as Row[]);
  } finally {
    await database.close();
  }
}
