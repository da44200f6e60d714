import type { Embedder, EmbeddingSpace } from '../../src/contracts/embedder.js';
import { OfflineEmbedder } from '../../src/rag/embedding/offline-embedder.js';
import { Random } from '../../tests/kit/random.js';

const DIMENSIONS = 1_024;
/** Of the direction that all vectors of the dense space share, beside the text's own part of length 1. */
const COMMON_LENGTH = 1;
/** Steep enough that a neuron is often near its bounds: the network then is far from linear. */
const GAIN = 1.5;

/**
 * Vectors as a network gives them, with no network at hand: of 1,024 dimensions, none of them zero, and close together
 * as those of a language model are (the cosine of two texts at random is about 0.5). They are those of the offline
 * embedder through one layer of random weights, `tanh`, and another one; so texts that are alike stay alike.
 */
export class DenseEmbedder implements Embedder {
  readonly space: EmbeddingSpace = { provider: 'bench', model: 'dense', dimensions: DIMENSIONS };
  readonly #offline = new OfflineEmbedder();
  readonly #inner: Float32Array;
  readonly #outer: Float32Array;
  readonly #common: Float32Array;

  constructor() {
    const random = new Random(7);
    const normal = () => random.normal();
    const { dimensions } = this.#offline.space;
    this.#inner = Float32Array.from({ length: DIMENSIONS * dimensions }, normal);
    this.#outer = Float32Array.from({ length: DIMENSIONS * DIMENSIONS }, normal);
    this.#common = ofLength(Float32Array.from({ length: DIMENSIONS }, normal), COMMON_LENGTH);
  }

  async embedDocuments(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    return (await this.#offline.embedDocuments(texts, signal)).map((vector) => this.#through(vector));
  }

  async embedQuery(text: string, signal: AbortSignal) {
    const { vector, tokens } = await this.#offline.embedQuery(text, signal);
    return { vector: this.#through(vector), tokens };
  }

  #through(vector: Float32Array): Float32Array {
    const hidden = multiply(this.#inner, vector).map((sum) => Math.tanh(GAIN * sum));
    const own = ofLength(multiply(this.#outer, hidden), 1);
    return ofLength(
      own.map((value, index) => value + (this.#common[index] ?? 0)),
      1,
    );
  }
}

/** The offline embedder's vectors are mostly zeros; those of the dense one have none. */
export const EMBEDDERS: Readonly<Record<'offline' | 'dense', Embedder>> = {
  offline: new OfflineEmbedder(),
  dense: new DenseEmbedder(),
};

function multiply(matrix: Float32Array, vector: Float32Array): Float32Array {
  const product = new Float32Array(matrix.length / vector.length);
  for (let row = 0; row < product.length; row++) {
    let sum = 0;
    const start = row * vector.length;
    for (let column = 0; column < vector.length; column++) {
      sum += (matrix[start + column] as number) * (vector[column] as number);
    }
    product[row] = sum;
  }
  return product;
}

function ofLength(vector: Float32Array, length: number): Float32Array {
  const factor = length / Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0) || 1);
  return vector.map((value) => value * factor);
}
