import type { EmbeddingSpace } from '../../contracts/embedder.js';
import type { Sql } from '../../shared/database/sql.js';
import type { QueryTerm } from './analyzer.js';
import { SEARCH_STATEMENT } from './search-statement.js';

export interface SearchQuery {
  readonly ownerId: string;
  readonly sessionId: string;
  readonly terms: readonly QueryTerm[];
  /** Whether the terms find chunks; they are counted in any case. */
  readonly lexical: boolean;
  /** A pgvector literal; null finds no chunk by vector. */
  readonly vector: string | null;
  /** The vector's sketch, which is compared first where the session has sketches; null with the vector. */
  readonly sketch: string | null;
  /** The vector's space. A session in another one is searched by words alone, whatever was asked for. */
  readonly space: EmbeddingSpace;
  readonly pathPrefix: string | null;
  /** The most that each of the two searches gives. */
  readonly depth: number;
}

/** A chunk that the words or the vector found; a score is null for the one that did not. */
export interface FoundChunk {
  readonly chunkId: string;
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly contentHash: string;
  readonly symbol: string | null;
  readonly language: string | null;
  readonly text: string;
  readonly textHash: string;
  readonly lexicalScore: number | null;
  readonly similarity: number | null;
}

export interface FoundChunks {
  readonly version: number;
  /** How many chunks the session has at that version. */
  readonly sessionChunks: number;
  /** In how many of them each term stands, in the order of the terms. */
  readonly frequencies: readonly number[];
  readonly chunks: readonly FoundChunk[];
}

interface Row {
  version: number;
  chunks: number;
  frequencies: Record<string, number> | null;
  chunk_id: string | null;
  path: string;
  start_line: number;
  end_line: number;
  content_hash: string;
  symbol: string | null;
  language: string | null;
  text: string;
  text_hash: string;
  lexical_score: number | null;
  similarity: number | null;
}

export class SearchStore {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The chunks visible at the session's version that match, in no order; null when the owner has no such session. */
  async search(query: SearchQuery): Promise<FoundChunks | null> {
    const { provider, model, dimensions } = query.space;
    const rows = await this.#sql.query<Row>(SEARCH_STATEMENT, [
      query.sessionId,
      query.ownerId,
      query.terms.map(({ term }) => term),
      query.terms.map(({ weight }) => weight),
      provider,
      model,
      dimensions,
      query.pathPrefix,
      query.lexical,
      query.vector,
      query.depth,
      query.sketch,
    ]);
    const [first] = rows;
    if (first === undefined) return null;
    return {
      version: first.version,
      sessionChunks: first.chunks,
      frequencies: query.terms.map((_, index) => first.frequencies?.[index] ?? 0),
      chunks: rows.flatMap((row) => (row.chunk_id === null ? [] : [toChunk(row, row.chunk_id)])),
    };
  }
}

function toChunk(row: Row, chunkId: string): FoundChunk {
  return {
    chunkId,
    path: row.path,
    startLine: row.start_line,
    endLine: row.end_line,
    contentHash: row.content_hash,
    symbol: row.symbol,
    language: row.language,
    text: row.text,
    textHash: row.text_hash,
    lexicalScore: row.lexical_score,
    similarity: row.similarity === null ? null : Math.max(-1, Math.min(1, row.similarity)),
  };
}
