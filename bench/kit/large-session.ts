import { createHash } from 'node:crypto';
import type { Embedder } from '../../src/contracts/embedder.js';
import { createChunker } from '../../src/rag/chunking/chunker.js';
import type { Chunk } from '../../src/rag/chunking/cut-chunks.js';
import { VectorParameters } from '../../src/rag/embedding/vector-parameters.js';
import { completeSketches } from '../../src/rag/indexing/sketch-store.js';
import { triage } from '../../src/rag/indexing/triage.js';
import type { Database } from '../../src/shared/database/database.js';
import { inTransaction, type Sql, sqlOn } from '../../src/shared/database/sql.js';
import { largeProject } from './large-project.js';

const LIMITS = { maxFileBytes: 2 * 1024 * 1024 };
const SESSION = { id: 'ses_bench', ownerId: 'local', key: 1n, version: 1 };
const TABLES = ['rag_files', 'rag_chunks', 'rag_vector_sketches'];

/**
 * A session of the large project's chunks and vectors at version 1, without postings: a search of it by vectors costs
 * what the vectors cost. It grows on demand.
 */
export class LargeSession {
  readonly ref = SESSION;
  readonly #database: Database;
  readonly #sql: Sql;
  readonly #embedder: Embedder;
  readonly #vectors: VectorParameters;
  readonly #chunker = createChunker();
  readonly #files = largeProject();
  #chunks = 0;

  constructor(database: Database, embedder: Embedder) {
    this.#database = database;
    this.#sql = sqlOn(database.pool);
    this.#embedder = embedder;
    this.#vectors = new VectorParameters(this.#sql);
  }

  async create(): Promise<void> {
    const { provider, model, dimensions } = this.#embedder.space;
    await this.#sql.query(
      `insert into rag_sessions (id, key, owner_id, project_id, version, embedding_provider, embedding_model,
         embedding_dimensions, chunker_version) values ($1, $2, $3, 'bench', $4, $5, $6, $7, '')`,
      [SESSION.id, SESSION.key.toString(), SESSION.ownerId, SESSION.version, provider, model, dimensions],
    );
  }

  /** Adds whole files until the session has at least so many chunks, and their sketches; gives how it went. */
  async growTo(chunks: number): Promise<{ readonly chunks: number; readonly sketchMicroseconds: number }> {
    const before = this.#chunks;
    while (this.#chunks < chunks) {
      const { value: file } = await this.#files.next();
      await this.#add(...file);
    }
    const start = performance.now();
    await completeSketches(
      this.#sql,
      { ...SESSION, inCurrentSpace: true, chunks: this.#chunks, hasSketches: false },
      { guarded: (work) => inTransaction(this.#database.pool, work), signal: new AbortController().signal },
    );
    const sketchMicroseconds = (1_000 * (performance.now() - start)) / (this.#chunks - before);
    await this.#sql.query('update rag_sessions set chunk_count = $1, term_count = $1::int', [this.#chunks]);
    for (const table of TABLES) await this.#sql.query(`vacuum analyze ${table}`);
    return { chunks: this.#chunks, sketchMicroseconds };
  }

  /** Whether searches go by the sketches from now on. */
  async goBySketches(how: boolean): Promise<void> {
    await this.#sql.query('update rag_sessions set has_sketches = $1', [how]);
  }

  /** Indexes included. */
  async megabytes(table: 'rag_chunks' | 'rag_vector_sketches'): Promise<number> {
    const [row] = await this.#sql.query<{ bytes: number }>(
      'select pg_total_relation_size($1::regclass)::float8 as bytes',
      [table],
    );
    return (row?.bytes ?? 0) / 1e6;
  }

  async #add(path: string, text: string): Promise<void> {
    const verdict = triage(path, Buffer.from(text), LIMITS);
    if (verdict.kind === 'skip') return;
    const chunks = await this.#chunker.chunk({ path, text: verdict.text, language: verdict.language });
    if (chunks.length === 0) return;
    const column = <Key extends keyof Chunk>(key: Key) => chunks.map((chunk) => chunk[key]);
    const texts = column('text');
    const vectors = await this.#embedder.embedDocuments(texts, new AbortController().signal);
    await this.#sql.query(
      `with file as (
         insert into rag_files (session_key, path, content_hash, bytes, status, from_version)
         values ($1, $2, '', 0, 'INDEXED', 1) returning id
       )
       insert into rag_chunks
         (session_key, file_id, start_line, end_line, symbol, text, text_hash, embedding, length, from_version)
       select $1, file.id, start_line, end_line, symbol, text, text_hash, embedding, 1, 1
       from file, unnest($3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::vector[])
         as given (start_line, end_line, symbol, text, text_hash, embedding)`,
      [
        SESSION.key.toString(),
        path,
        column('startLine'),
        column('endLine'),
        column('symbol'),
        texts,
        texts.map((text) => createHash('sha256').update(text).digest('hex')),
        await this.#vectors.encode(vectors),
      ],
    );
    this.#chunks += chunks.length;
  }
}
