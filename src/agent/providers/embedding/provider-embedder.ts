import type { EmbeddedQuery, Embedder, EmbeddingSpace } from '../../../contracts/embedder.js';
import { NotReadyError } from '../../../shared/errors.js';
import { EmbeddingError } from '../../../shared/run-errors.js';
import type { CallPurpose } from '../calls/call-limit.js';
import type { BatchedEmbedding, EmbeddedTexts } from './batched-embedding.js';
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

  get textsARequest(): number {
    return this.#embedding.textsARequest;
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
    const { vectors } = await this.#embedding.embed([PROBE], 'answer', signal);
    this.#dimensions = vectors[0]?.length ?? null;
  }

  async embedDocuments(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    return (await this.#embed(texts, 'index', signal)).vectors;
  }

  async embedQuery(text: string, signal: AbortSignal): Promise<EmbeddedQuery> {
    const { vectors, tokens } = await this.#embed([text], 'answer', signal);
    const [vector] = vectors;
    if (vector === undefined) throw new Error('A query was left without a vector.');
    return { vector, tokens };
  }

  async #embed(texts: readonly string[], purpose: CallPurpose, signal: AbortSignal): Promise<EmbeddedTexts> {
    let embedded: EmbeddedTexts;
    try {
      embedded = await this.#embedding.embed(texts, purpose, signal);
    } catch (error) {
      throw asEmbeddingError(error);
    }
    const other = embedded.vectors.find(({ length }) => length !== this.space.dimensions);
    if (other === undefined) return embedded;
    const before = this.space.dimensions;
    this.#dimensions = other.length;
    throw new EmbeddingError(
      `The embedding model ${this.model} gives vectors of ${other.length} dimensions where it gave ${before}. Index the project again.`,
      { retryable: true },
    );
  }
}
