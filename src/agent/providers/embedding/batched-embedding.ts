import type { CallPurpose } from '../calls/call-limit.js';
import { ProviderFailure } from '../provider-failure.js';
import { type BatchLimits, textBatches, textPieces } from './text-batches.js';
import { meanDirection, unitVector } from './unit-vector.js';

/** What the provider gives for one request's texts: their vectors in their order, and the tokens that it counted. */
export interface EmbeddedBatch {
  readonly vectors: readonly (readonly number[])[];
  /** 0 where it counts none. */
  readonly tokens: number;
}

export type EmbedBatch = (
  texts: readonly string[],
  purpose: CallPurpose,
  signal: AbortSignal,
) => Promise<EmbeddedBatch>;

export interface EmbeddedTexts {
  readonly vectors: Float32Array[];
  readonly tokens: number;
}

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

  get textsARequest(): number {
    return this.#limits.texts;
  }

  /** Vectors of unit length, in the order of the texts. Rejects with a `ProviderFailure` or the signal's reason. */
  async embed(texts: readonly string[], purpose: CallPurpose, signal: AbortSignal): Promise<EmbeddedTexts> {
    const pieces = texts.map((text) => textPieces(text, this.#longest));
    const ofPieces: Float32Array[] = [];
    let tokens = 0;
    for (const batch of textBatches(pieces.flat(), this.#limits)) {
      signal.throwIfAborted();
      const embedded = await this.#batch(batch, purpose, signal);
      ofPieces.push(...embedded.vectors);
      tokens += embedded.tokens;
    }
    const vectors = pieces.map(({ length }) => {
      const [first, ...others] = ofPieces.splice(0, length);
      if (first === undefined) throw new Error('A text was left without a vector.');
      return meanDirection([first, ...others]);
    });
    return { vectors, tokens };
  }

  async #batch(texts: readonly string[], purpose: CallPurpose, signal: AbortSignal): Promise<EmbeddedTexts> {
    try {
      const { vectors, tokens } = await this.#embedBatch(texts, purpose, signal);
      return { vectors: checked(texts, vectors), tokens };
    } catch (error) {
      if (!(error instanceof ProviderFailure) || error.status !== TOO_LONG) throw error;
      const [only] = texts;
      if (texts.length === 1 && only !== undefined) {
        if (only.length <= SHORTEST_PIECE) throw error;
        this.#longest = Math.min(this.#longest, Math.max(SHORTEST_PIECE, Math.ceil(only.length / 2)));
        return this.embed(texts, purpose, signal);
      }
      const middle = Math.ceil(texts.length / 2);
      const before = await this.embed(texts.slice(0, middle), purpose, signal);
      const after = await this.embed(texts.slice(middle), purpose, signal);
      return { vectors: [...before.vectors, ...after.vectors], tokens: before.tokens + after.tokens };
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
