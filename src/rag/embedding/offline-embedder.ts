import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { EmbeddedQuery, Embedder, EmbeddingSpace } from '../../contracts/embedder.js';
import { analyzeQuery, identifiersOf } from '../retrieval/analyzer.js';
import { LEAD_CHARACTERS } from '../retrieval/chunk-terms.js';
import { expandQuery } from '../retrieval/query-expansion.js';
import { FeatureHasher, type Projection } from './hashed-features.js';

const DIMENSIONS = 512;
/** The first lines tell most of what a piece of code is about: each word there counts this often more. */
const LEAD_COUNT = 2;
const IDENTIFIER_WEIGHT = 0.3;
/** About 1 ms of work, and ten times as much while the process is young. */
const TEXTS_BETWEEN_YIELDS = 3;

/**
 * Vectors without a model: hashed words, their character n-grams and whole identifiers. They know spelling, not meaning;
 * queries are therefore translated and extended by the word lists that the lexical search uses. The same text gives the
 * same vector on every machine. A text without a word gives the first unit vector, since zero has no direction.
 *
 * Any change of the recipe, the analyzer included, makes other vectors and needs another model name.
 */
export class OfflineEmbedder implements Embedder {
  readonly space: EmbeddingSpace = { provider: 'offline', model: 'hashed-ngrams-1', dimensions: DIMENSIONS };
  readonly #hasher = new FeatureHasher(DIMENSIONS);

  async embedDocuments(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      if (vectors.length % TEXTS_BETWEEN_YIELDS === 0) await yieldToEventLoop();
      signal.throwIfAborted();
      vectors.push(this.#embedDocument(text));
    }
    return vectors;
  }

  async embedQuery(text: string, signal: AbortSignal): Promise<EmbeddedQuery> {
    signal.throwIfAborted();
    const vector = new Float32Array(DIMENSIONS);
    for (const { term, weight, word } of expandQuery(analyzeQuery(text))) {
      if (word === null) add(vector, this.#hasher.identifier(term), weight * IDENTIFIER_WEIGHT);
      else add(vector, this.#hasher.word(term), weight);
    }
    return { vector: toUnitLength(vector), tokens: 0 };
  }

  #embedDocument(text: string): Float32Array {
    const words = new Map<string, number>();
    const identifiers = new Map<string, number>();
    for (const { parts, whole } of identifiersOf(text)) {
      for (const part of parts) words.set(part, (words.get(part) ?? 0) + 1);
      if (whole !== null) identifiers.set(whole, (identifiers.get(whole) ?? 0) + 1);
    }
    for (const { parts } of identifiersOf(text.slice(0, LEAD_CHARACTERS))) {
      for (const part of parts) words.set(part, (words.get(part) ?? 0) + LEAD_COUNT);
    }
    const vector = new Float32Array(DIMENSIONS);
    for (const [word, count] of words) add(vector, this.#hasher.word(word), 1 + Math.log(count));
    for (const [identifier, count] of identifiers) {
      add(vector, this.#hasher.identifier(identifier), IDENTIFIER_WEIGHT * (1 + Math.log(count)));
    }
    return toUnitLength(vector);
  }
}

function add(vector: Float32Array, { positions, values }: Projection, weight: number): void {
  for (let index = 0; index < positions.length; index++) {
    const position = positions[index] ?? 0;
    vector[position] = (vector[position] ?? 0) + (values[index] ?? 0) * weight;
  }
}

function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length === 0) vector[0] = 1;
  else for (let index = 0; index < vector.length; index++) vector[index] = (vector[index] ?? 0) / length;
  return vector;
}
