import type { Embedder, EmbeddingSpace } from '../../contracts/embedder.js';
import type { Sql } from '../../shared/database/sql.js';
import { EmbeddingError } from '../../shared/errors.js';
import { spaceKey } from './embedding-space.js';
import { decodeVector, VectorParameters } from './vector-parameters.js';

/** What is embedded before it is stored: what a crash can lose. Storing as many takes the embedded database 10 ms. */
const TEXTS_A_BATCH = 100;

export interface TextToEmbed {
  readonly text: string;
  /** SHA-256 of the text's UTF-8 bytes, lower-case hex. */
  readonly textHash: string;
}

export interface EmbeddedTexts {
  /** By text hash, for every text given. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
  /** Hashes of the texts that the cache lacked, each once. */
  readonly computed: readonly string[];
  /** How many of the given texts, equal ones counted each time, needed no embedding of their own. */
  readonly reused: number;
}

/** Embeds only texts that the owner has never had embedded in this space. */
export class CachedEmbedder {
  readonly #sql: Sql;
  readonly #embedder: Embedder;
  readonly #parameters: VectorParameters;

  constructor({ sql, embedder }: { sql: Sql; embedder: Embedder }) {
    this.#sql = sql;
    this.#parameters = new VectorParameters(sql);
    this.#embedder = embedder;
  }

  get space(): EmbeddingSpace {
    return this.#embedder.space;
  }

  /**
   * The vectors of up to a few hundred texts. Each new vector is stored as soon as its batch of 100 is computed, so a
   * run that dies loses at most one batch. Rejects as the embedder does; must not be called inside a transaction.
   */
  async embed(ownerId: string, texts: readonly TextToEmbed[], signal: AbortSignal): Promise<EmbeddedTexts> {
    const byHash = new Map(texts.map(({ textHash, text }) => [textHash, text]));
    const vectors = await this.#stored(ownerId, [...byHash.keys()]);
    const missing = [...byHash].filter(([textHash]) => !vectors.has(textHash));
    for (let start = 0; start < missing.length; start += TEXTS_A_BATCH) {
      const batch = missing.slice(start, start + TEXTS_A_BATCH);
      const computed = await this.#compute(
        batch.map(([, text]) => text),
        signal,
      );
      const hashes = batch.map(([textHash]) => textHash);
      await this.#store(ownerId, hashes, computed);
      computed.forEach((vector, index) => {
        vectors.set(hashes[index] ?? '', vector);
      });
    }
    return {
      vectors,
      computed: missing.map(([textHash]) => textHash),
      reused: texts.length - missing.length,
    };
  }

  async #stored(ownerId: string, hashes: readonly string[]): Promise<Map<string, Float32Array>> {
    const rows = await this.#sql.query<{ text_hash: string; embedding: Buffer; aging: boolean }>(
      `select text_hash, vector_send(embedding) as embedding, used_at < now() - interval '1 day' as aging
       from embedding_cache
       where owner_id = $1::text and space = $2::text and text_hash = any($3::text[])`,
      [ownerId, spaceKey(this.space), hashes],
    );
    const aging = rows.filter((row) => row.aging).map((row) => row.text_hash);
    if (aging.length > 0) {
      await this.#sql.query(
        `update embedding_cache set used_at = now()
         where owner_id = $1::text and space = $2::text and text_hash = any($3::text[])`,
        [ownerId, spaceKey(this.space), aging],
      );
    }
    return new Map(rows.map((row) => [row.text_hash, decodeVector(row.embedding)]));
  }

  async #compute(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const vectors = await this.#embedder.embedDocuments(texts, signal);
    if (vectors.length !== texts.length) {
      throw new EmbeddingError(`The embedder gave ${vectors.length} vectors for ${texts.length} texts.`, {
        retryable: false,
      });
    }
    return vectors;
  }

  async #store(ownerId: string, hashes: readonly string[], vectors: readonly Float32Array[]): Promise<void> {
    await this.#sql.query(
      `insert into embedding_cache (owner_id, space, text_hash, embedding)
       select $1::text, $2::text, text_hash, embedding
       from unnest($3::text[], $4::vector[]) as given (text_hash, embedding)
       on conflict do nothing`,
      [ownerId, spaceKey(this.space), hashes, await this.#parameters.encode(vectors)],
    );
  }
}
