import { ProviderFailure } from '../provider-failure.js';
import { type BatchLimits, textBatches, textPieces } from './text-batches.js';
import { meanDirection, unitVector } from './unit-vector.js';

/** The vectors of one request's texts, in their order, as the provider gives them. */
export type EmbedBatch = (texts: readonly string[], signal: AbortSignal) => Promise<readonly (readonly number[])[]>;

/**
 * No model's window is smaller than this many characters, since a token has at least one: a shorter text that is
 * refused as too long is refused for another reason.
 */
const SHORTEST_PIECE = 400;
const TOO_LONG = 413;

/**
 * Embeds any number of texts through requests of limited size. What is refused as too long is split: a batch into two,
 * a text into pieces whose vectors' mean direction stands for it.
 */
export class BatchedEmbedding {
  readonly #limits: BatchLimits;
  readonly #embedBatch: EmbedBatch;
  /** Learned from refusals. A long text found out again and again would cost several requests each time. */
  #longest = Number.POSITIVE_INFINITY;

  constructor({ limits, embedBatch }: { limits: BatchLimits; embedBatch: EmbedBatch }) {
    this.#limits = limits;
    this.#embedBatch = embedBatch;
  }

  /** Vectors of unit length, in the order of the texts. Rejects with a `ProviderFailure` or the signal's reason. */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const pieces = texts.map((text) => textPieces(text, this.#longest));
    const vectors: Float32Array[] = [];
    for (const batch of textBatches(pieces.flat(), this.#limits)) {
      signal.throwIfAborted();
      vectors.push(...(await this.#batch(batch, signal)));
    }
    return pieces.map(({ length }) => {
      const [first, ...others] = vectors.splice(0, length);
      if (first === undefined) throw new Error('A text was left without a vector.');
      return meanDirection([first, ...others]);
    });
  }

  async #batch(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    try {
      return checked(texts, await this.#embedBatch(texts, signal));
    } catch (error) {
      if (!(error instanceof ProviderFailure) || error.status !== TOO_LONG) throw error;
      const [only] = texts;
      if (texts.length === 1 && only !== undefined) {
        if (only.length <= SHORTEST_PIECE) throw error;
        this.#longest = Math.min(this.#longest, Math.max(SHORTEST_PIECE, Math.ceil(only.length / 2)));
        return this.embed(texts, signal);
      }
      const middle = Math.ceil(texts.length / 2);
      const before = await this.embed(texts.slice(0, middle), signal);
      return [...before, ...(await this.embed(texts.slice(middle), signal))];
    }
  }
}

function checked(texts: readonly string[], vectors: readonly (readonly number[])[]): Float32Array[] {
  const units = vectors.flatMap((vector) => unitVector(vector) ?? []);
  if (units.length === texts.length) return units;
  throw new ProviderFailure(
    'BAD_MODEL_OUTPUT',
    `The provider gave ${units.length} usable vectors for ${texts.length} texts. Send the request again.`,
    { retryable: true },
  );
}
