import type { Embedder, EmbeddingSpace } from '../../src/contracts/embedder.js';
import { OfflineEmbedder } from '../../src/rag/embedding/offline-embedder.js';
import { Random } from '../../tests/kit/random.js';

const DIMENSIONS = 1_024;
/** Of the direction that all vectors of the dense space share, beside the text's own part of length 1. */
const COMMON_LENGTH = 1;
/** Of how many values of the layer below a neuron takes the sum: enough to meet some that are not zero. */
const FAN_IN = 64;
/** Steep enough that a neuron is often near its bounds: the network then is far from linear. */
const GAIN = 1.5 * Math.sqrt(512 / FAN_IN);

/**
 * Vectors as a network gives them, with no network at hand: of 1,024 dimensions, none of them zero, and close together
 * as those of a language model are (the cosine of two texts at random is about 0.5). They are those of the offline
 * embedder through one layer of random weights, `tanh`, and another one; so texts that are alike stay alike.
 */
export class DenseEmbedder implements Embedder {
  readonly space: EmbeddingSpace = { provider: 'bench', model: 'dense', dimensions: DIMENSIONS };
  readonly textsARequest = 100;
  readonly #offline = new OfflineEmbedder();
  readonly #inner: Layer;
  readonly #outer: Layer;
  readonly #common: Float32Array;

  constructor() {
    const random = new Random(7);
    this.#inner = randomLayer(random, this.#offline.space.dimensions);
    this.#outer = randomLayer(random, DIMENSIONS);
    this.#common = ofLength(
      Float32Array.from({ length: DIMENSIONS }, () => random.normal()),
      COMMON_LENGTH,
    );
  }

  async embedDocuments(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    return (await this.#offline.embedDocuments(texts, signal)).map((vector) => this.#through(vector));
  }

  async embedQuery(text: string, signal: AbortSignal) {
    const { vector, tokens } = await this.#offline.embedQuery(text, signal);
    return { vector: this.#through(vector), tokens };
  }

  #through(vector: Float32Array): Float32Array {
    const hidden = sums(this.#inner, vector).map((sum) => Math.tanh(GAIN * sum));
    const own = ofLength(sums(this.#outer, hidden), 1);
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

/** The values that each neuron takes, one neuron after the other, and their weights. */
interface Layer {
  readonly inputs: Uint16Array;
  readonly weights: Float32Array;
}

function randomLayer(random: Random, inputs: number): Layer {
  const length = DIMENSIONS * FAN_IN;
  return {
    inputs: Uint16Array.from({ length }, () => random.between(0, inputs - 1)),
    weights: Float32Array.from({ length }, () => random.normal()),
  };
}

function sums({ inputs, weights }: Layer, values: Float32Array): Float32Array {
  const result = new Float32Array(DIMENSIONS);
  for (let neuron = 0; neuron < DIMENSIONS; neuron++) {
    let sum = 0;
    for (let index = neuron * FAN_IN; index < (neuron + 1) * FAN_IN; index++) {
      sum += (weights[index] as number) * (values[inputs[index] as number] as number);
    }
    result[neuron] = sum;
  }
  return result;
}

function ofLength(vector: Float32Array, length: number): Float32Array {
  const factor = length / Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0) || 1);
  return vector.map((value) => value * factor);
}
