import type { Database } from '../../src/shared/database/database.js';
import { type Sql, sqlOn } from '../../src/shared/database/sql.js';

const CHUNKS_A_PAGE = 1_000;

/** A row by column; a vector is what `vector_send` gives. */
export type Row = Readonly<Record<string, unknown>>;

/** Every row that indexing has left in a database, less jobs, events and what else tells of the work. */
export interface IndexRows {
  readonly sessions: readonly Row[];
  readonly contents: readonly Row[];
  readonly files: readonly Row[];
  readonly chunks: readonly Row[];
  readonly postings: readonly Row[];
  readonly vectors: readonly Row[];
}

/** Reads them in the order in which they were written. */
export async function readIndexRows({ pool }: Database): Promise<IndexRows> {
  const sql = sqlOn(pool);
  return {
    sessions: await sql.query('select * from rag_sessions'),
    contents: await sql.query('select session_key, content_hash, content from file_contents'),
    files: await sql.query('select * from rag_files order by id'),
    chunks: await pages(
      sql,
      'select c.*, vector_send(embedding) as embedding from rag_chunks c where id between $1 and $2',
    ),
    postings: await pages(sql, 'select * from rag_postings where chunk_id between $1 and $2 order by chunk_id'),
    vectors: await sql.query('select *, vector_send(embedding) as embedding from embedding_cache'),
  };
}

async function pages(sql: Sql, query: string): Promise<Row[]> {
  const [range] = await sql.query<{ first: string; last: string }>(
    'select coalesce(min(id), 0) as first, coalesce(max(id), -1) as last from rag_chunks',
  );
  const rows: Row[] = [];
  for (let from = Number(range?.first); from <= Number(range?.last); from += CHUNKS_A_PAGE) {
    rows.push(...(await sql.query<Row>(query, [from, from + CHUNKS_A_PAGE - 1])));
  }
  return rows;
}
