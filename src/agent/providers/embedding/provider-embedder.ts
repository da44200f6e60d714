import type { Embedder, EmbeddingSpace } from '../../../contracts/embedder.js';
import { EmbeddingError, NotReadyError } from '../../../shared/errors.js';
import type { BatchedEmbedding } from './batched-embedding.js';
import { asEmbeddingError } from './embedding-failure.js';

const PROBE = 'dimensions';

/** A provider's embedding model, whose number of dimensions only the model itself can tell. */
export class ProviderEmbedder implements Embedder {
  readonly provider: string;
  readonly model: string;
  readonly #embedding: BatchedEmbedding;
  #dimensions: number | null;

  /** `dimensions`: what the model had when it was last used; null when it never was. */
  constructor(options: { provider: string; model: string; embedding: BatchedEmbedding; dimensions: number | null }) {
    this.provider = options.provider;
    this.model = options.model;
    this.#embedding = options.embedding;
    this.#dimensions = options.dimensions;
  }

  get isProbed(): boolean {
    return this.#dimensions !== null;
  }

  /** Throws `NotReadyError` while the dimensions are not known. */
  get space(): EmbeddingSpace {
    const { provider, model } = this;
    if (this.#dimensions !== null) return { provider, model, dimensions: this.#dimensions };
    throw new NotReadyError(
      `The embedding model ${model} (${provider}) has not answered since the server was started, and is needed for this. Send the request again later; the server's log has the cause.`,
    );
  }

  /** Asks the model for its dimensions. Rejects with a `ProviderFailure`, or with the signal's reason. */
  async probe(signal: AbortSignal): Promise<void> {
    const [vector] = await this.#embedding.embed([PROBE], signal);
    this.#dimensions = vector?.length ?? null;
  }

  async embedDocuments(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    let vectors: Float32Array[];
    try {
      vectors = await this.#embedding.embed(texts, signal);
    } catch (error) {
      throw asEmbeddingError(error);
    }
    const other = vectors.find(({ length }) => length !== this.space.dimensions);
    if (other === undefined) return vectors;
    const before = this.space.dimensions;
    this.#dimensions = other.length;
    throw new EmbeddingError(
      `The embedding model ${this.model} gives vectors of ${other.length} dimensions where it gave ${before}. Index the project again.`,
      { retryable: true },
    );
  }

  async embedQuery(text: string, signal: AbortSignal): Promise<Float32Array> {
    const [vector] = await this.embedDocuments([text], signal);
    if (vector === undefined) throw new Error('A query was left without a vector.');
    return vector;
  }
}
