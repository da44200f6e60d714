import { decodeVector, VectorParameters } from '../../src/rag/embedding/vector-parameters.js';
import type { Database } from '../../src/shared/database/database.js';
import { type Sql, sqlOn } from '../../src/shared/database/sql.js';
import type { IndexRows, Row } from './index-rows.js';

interface Table {
  readonly name: string;
  /** Column and the type that its values are sent as. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rowsABatch: number;
}

const TABLES = {
  contents: {
    name: 'file_contents',
    columns: { session_key: 'bigint', content_hash: 'text', content: 'bytea' },
    rowsABatch: 200,
  },
  files: {
    name: 'rag_files',
    columns: {
      id: 'bigint',
      session_key: 'bigint',
      path: 'text',
      content_hash: 'text',
      bytes: 'int',
      language: 'text',
      status: '"FileIndexStatus"',
      reason: '"ProblemReason"',
      detail: 'text',
      from_version: 'int',
    },
    rowsABatch: 1_000,
  },
  vectors: {
    name: 'embedding_cache',
    columns: { owner_id: 'text', space: 'text', text_hash: 'text', embedding: 'vector' },
    rowsABatch: 500,
  },
  chunks: {
    name: 'rag_chunks',
    columns: {
      id: 'bigint',
      session_key: 'bigint',
      file_id: 'bigint',
      start_line: 'int',
      end_line: 'int',
      symbol: 'text',
      text: 'text',
      text_hash: 'text',
      embedding: 'vector',
      length: 'real',
      from_version: 'int',
    },
    rowsABatch: 500,
  },
  postings: {
    name: 'rag_postings',
    columns: {
      session_key: 'bigint',
      term: 'text',
      chunk_id: 'bigint',
      tf: 'real',
      length: 'real',
      from_version: 'int',
    },
    rowsABatch: 20_000,
  },
} satisfies Record<string, Table>;

/** Types of which the driver sends an array; an array of another one is sent as text and cast. */
const ARRAY_TYPES = ['bigint', 'text', 'int', 'real', 'bytea', 'vector'];

/**
 * Writes the rows by INSERT … SELECT FROM unnest, batch after batch, each a transaction of its own; vectors are sent in
 * binary, as the product sends them. Gives milliseconds by table; the session's own row, which others refer to, is
 * written before the clock starts.
 */
export async function bareInsert({ pool }: Database, rows: IndexRows): Promise<Record<keyof typeof TABLES, number>> {
  const sql = sqlOn(pool);
  for (const session of rows.sessions) await insertSession(sql, session);
  const times = { contents: 0, files: 0, vectors: 0, chunks: 0, postings: 0 };
  for (const kind of ['contents', 'files', 'vectors', 'chunks', 'postings'] as const) {
    const start = performance.now();
    await insertAll(sql, TABLES[kind], rows[kind]);
    times[kind] = performance.now() - start;
  }
  return times;
}

async function insertAll(sql: Sql, { name, columns, rowsABatch }: Table, rows: readonly Row[]): Promise<void> {
  const parameters = new VectorParameters(sql);
  const names = Object.keys(columns);
  const sent = Object.values(columns).map((type, index) => {
    const known = ARRAY_TYPES.includes(type);
    return { parameter: `$${index + 1}::${known ? type : 'text'}[]`, cast: known ? '' : `::${type}` };
  });
  const statement = `insert into ${name} (${names.join(', ')})
    select ${names.map((column, index) => `${column}${sent[index]?.cast}`).join(', ')}
    from unnest(${sent.map(({ parameter }) => parameter).join(', ')}) as given (${names.join(', ')})`;
  for (let start = 0; start < rows.length; start += rowsABatch) {
    const batch = rows.slice(start, start + rowsABatch);
    const values = await Promise.all(
      names.map((name) => {
        const column = batch.map((row) => row[name]);
        return columns[name] === 'vector' ? encoded(parameters, column) : column;
      }),
    );
    await sql.query(statement, values);
  }
}

function encoded(parameters: VectorParameters, sent: readonly unknown[]): Promise<Buffer> {
  return parameters.encode(sent.map((bytes) => decodeVector(bytes as Buffer)));
}

async function insertSession(sql: Sql, session: Row): Promise<void> {
  const names = Object.keys(session);
  await sql.query(
    `insert into rag_sessions (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(session),
  );
}
