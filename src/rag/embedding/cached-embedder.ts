import type { Embedder, EmbeddingSpace } from '../../contracts/embedder.js';
import type { Sql } from '../../shared/database/sql.js';
import { EmbeddingError } from '../../shared/run-errors.js';
import { spaceKey } from './embedding-space.js';
import { TextsInWork } from './texts-in-work.js';
import { decodeVector, VectorParameters } from './vector-parameters.js';

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
  /** Two sessions with the same files are indexed at the same time, and the text is in no cache yet. */
  readonly #inWork = new TextsInWork();

  constructor({ sql, embedder }: { sql: Sql; embedder: Embedder }) {
    this.#sql = sql;
    this.#parameters = new VectorParameters(sql);
    this.#embedder = embedder;
  }

  get space(): EmbeddingSpace {
    return this.#embedder.space;
  }

  /**
   * The vectors of up to a few hundred texts. What a request gave is stored before the next one, so a run that dies loses
   * at most one request's vectors, or of texts so long that they take several requests, those of at most as many texts as
   * one can carry. Rejects as the embedder does; must not be called inside a transaction.
   */
  async embed(ownerId: string, texts: readonly TextToEmbed[], signal: AbortSignal): Promise<EmbeddedTexts> {
    const byHash = new Map(texts.map(({ textHash, text }) => [textHash, text]));
    const vectors = await this.#stored(ownerId, [...byHash.keys()]);
    const missing = [...byHash].filter(([textHash]) => !vectors.has(textHash));
    const computed: string[] = [];
    const { textsARequest } = this.#embedder;
    for (let start = 0; start < missing.length; start += textsARequest) {
      const batch = new Map(missing.slice(start, start + textsARequest));
      computed.push(...(await this.#embedBatch(ownerId, batch, vectors, signal)));
    }
    return { vectors, computed, reused: texts.length - computed.length };
  }

  /** Adds the vectors of texts by hash; gives the hashes of those that were computed here. */
  async #embedBatch(
    ownerId: string,
    texts: ReadonlyMap<string, string>,
    vectors: Map<string, Float32Array>,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const computed: string[] = [];
    const keyOf = (textHash: string) => `${ownerId} ${textHash}`;
    for (;;) {
      const open = [...texts.keys()].filter((textHash) => !vectors.has(textHash));
      if (open.length === 0) return computed;
      await this.#inWork.claim(open.map(keyOf), signal, async (claimed) => {
        const mine = open.filter((textHash) => claimed.has(keyOf(textHash)));
        // Whoever had them in work before may have stored them since they were looked up.
        for (const [textHash, vector] of await this.#stored(ownerId, mine)) vectors.set(textHash, vector);
        const lacking = mine.filter((textHash) => !vectors.has(textHash));
        if (lacking.length === 0) return;
        const given = lacking.map((textHash) => texts.get(textHash) ?? '');
        const found = await this.#compute(given, signal);
        await this.#store(ownerId, lacking, found);
        found.forEach((vector, index) => {
          vectors.set(lacking[index] ?? '', vector);
        });
        computed.push(...lacking);
      });
    }
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
