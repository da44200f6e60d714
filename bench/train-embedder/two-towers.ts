import type { Random } from '../../tests/kit/random.js';
import type { Vocabulary } from './vocabulary.js';

/** Words by their number, and what each counts. */
export interface Bag {
  readonly words: Int32Array;
  readonly weights: Float32Array;
}

/** Scores are cosines times this before the softmax. */
const SHARPNESS = 20;
const RARITY_OF_LENGTH_ONE = 8;
const LEAST_WORD_WEIGHT = 0.02;
const VECTOR_RATE = 0.1;
const WEIGHT_RATE = 0.5;
const FIRST_SQUARES = 1e-6;
const NEGLIGIBLE = 1e-7;

/**
 * Two bags of words with one table of vectors, and for each word what it counts in a query and in a document. Trained so
 * that a query lies nearer to its own document than to the others of the batch, by Adagrad with one rate a word.
 */
export class TwoTowers {
  readonly dimensions: number;
  readonly vectors: Float32Array;
  readonly queryWeights: Float32Array;
  readonly documentWeights: Float32Array;
  readonly #vectorSquares: Float32Array;
  readonly #querySquares: Float32Array;
  readonly #documentSquares: Float32Array;

  /** Words start in random directions, the rare ones longer: the untrained model already compares words by rarity. */
  constructor({ words, rarities }: Vocabulary, dimensions: number, random: Random) {
    this.dimensions = dimensions;
    this.vectors = new Float32Array(words.length * dimensions);
    rarities.forEach((rarity, word) => {
      const length = Math.min(rarity, RARITY_OF_LENGTH_ONE) / RARITY_OF_LENGTH_ONE / Math.sqrt(dimensions);
      for (let at = 0; at < dimensions; at++) this.vectors[word * dimensions + at] = random.normal() * length;
    });
    this.queryWeights = new Float32Array(words.length).fill(1);
    this.documentWeights = new Float32Array(words.length).fill(1);
    this.#vectorSquares = new Float32Array(words.length).fill(FIRST_SQUARES);
    this.#querySquares = new Float32Array(words.length).fill(FIRST_SQUARES);
    this.#documentSquares = new Float32Array(words.length).fill(FIRST_SQUARES);
  }

  embedQuery(bag: Bag): Float32Array {
    return this.#embed(bag, this.queryWeights).unit;
  }

  embedDocument(bag: Bag): Float32Array {
    return this.#embed(bag, this.documentWeights).unit;
  }

  /** One step on a batch of queries, each with its document at the same place. Returns the mean loss before it. */
  train(queries: readonly Bag[], documents: readonly Bag[], rate: number): number {
    const asked = queries.map((bag) => this.#embed(bag, this.queryWeights));
    const said = documents.map((bag) => this.#embed(bag, this.documentWeights));
    const queryGradients = asked.map(() => new Float32Array(this.dimensions));
    const documentGradients = said.map(() => new Float32Array(this.dimensions));
    const scores = new Float32Array(said.length);
    let loss = 0;
    asked.forEach(({ unit }, own) => {
      said.forEach((document, at) => {
        scores[at] = SHARPNESS * dot(unit, document.unit);
      });
      toProbabilities(scores);
      loss -= Math.log((scores[own] ?? 0) + 1e-12);
      said.forEach((document, at) => {
        const slope = (((scores[at] ?? 0) - (at === own ? 1 : 0)) * SHARPNESS) / said.length;
        if (Math.abs(slope) < NEGLIGIBLE) return;
        addScaled(queryGradients[own] as Float32Array, document.unit, slope);
        addScaled(documentGradients[at] as Float32Array, unit, slope);
      });
    });
    queries.forEach((bag, at) => {
      this.#descend(bag, asked[at], queryGradients[at], [this.queryWeights, this.#querySquares], rate);
    });
    documents.forEach((bag, at) => {
      this.#descend(bag, said[at], documentGradients[at], [this.documentWeights, this.#documentSquares], rate);
    });
    return loss / asked.length;
  }

  #embed({ words, weights }: Bag, wordWeights: Float32Array): Embedded {
    const { dimensions, vectors } = this;
    const sum = new Float32Array(dimensions);
    for (let index = 0; index < words.length; index++) {
      const word = words[index] ?? 0;
      const weight = (weights[index] ?? 0) * (wordWeights[word] ?? 0);
      const start = word * dimensions;
      for (let at = 0; at < dimensions; at++) sum[at] = (sum[at] ?? 0) + weight * (vectors[start + at] ?? 0);
    }
    const length = Math.sqrt(dot(sum, sum)) + 1e-6;
    for (let at = 0; at < dimensions; at++) sum[at] = (sum[at] ?? 0) / length;
    return { unit: sum, length };
  }

  #descend(
    { words, weights }: Bag,
    embedded: Embedded | undefined,
    gradient: Float32Array | undefined,
    [wordWeights, squares]: readonly [Float32Array, Float32Array],
    rate: number,
  ): void {
    if (embedded === undefined || gradient === undefined) return;
    const { dimensions, vectors } = this;
    // Only what turns the vector counts: its length is taken out.
    addScaled(gradient, embedded.unit, -dot(gradient, embedded.unit));
    for (let at = 0; at < dimensions; at++) gradient[at] = (gradient[at] ?? 0) / embedded.length;
    const steepness = dot(gradient, gradient) / dimensions;
    for (let index = 0; index < words.length; index++) {
      const word = words[index] ?? 0;
      const count = weights[index] ?? 0;
      const weight = count * (wordWeights[word] ?? 0);
      const square = (this.#vectorSquares[word] ?? 0) + steepness * weight * weight;
      this.#vectorSquares[word] = square;
      const step = (rate * VECTOR_RATE * weight) / Math.sqrt(square);
      const start = word * dimensions;
      let slope = 0;
      for (let at = 0; at < dimensions; at++) {
        const value = vectors[start + at] ?? 0;
        const part = gradient[at] ?? 0;
        slope += part * value;
        vectors[start + at] = value - step * part;
      }
      slope *= count;
      squares[word] = (squares[word] ?? 0) + slope * slope;
      const weightStep = (rate * WEIGHT_RATE * slope) / Math.sqrt(squares[word] ?? 1);
      wordWeights[word] = Math.max(LEAST_WORD_WEIGHT, (wordWeights[word] ?? 0) - weightStep);
    }
  }
}

interface Embedded {
  readonly unit: Float32Array;
  /** Of the sum that it was made of. */
  readonly length: number;
}

export function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

function addScaled(sum: Float32Array, added: Float32Array, scale: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + scale * (added[at] ?? 0);
}

function toProbabilities(scores: Float32Array): void {
  const most = scores.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  let total = 0;
  for (let at = 0; at < scores.length; at++) {
    scores[at] = Math.exp((scores[at] ?? 0) - most);
    total += scores[at] ?? 0;
  }
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) / total;
}
