import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { EmbeddedQuery, Embedder, EmbeddingSpace } from '../../contracts/embedder.js';
import { analyzeQuery, type QueryTerm } from '../retrieval/analyzer.js';
import { expandQuery, TRANSLATION_WEIGHT } from '../retrieval/query-expansion.js';
import { countText, countWeight } from './document-words.js';
import { FeatureHasher, type Projection } from './hashed-features.js';
import { addDocumentWord, addQueryWord, LEARNED_DIMENSIONS } from './learned-words.js';

const HASHED_DIMENSIONS = 384;
const DIMENSIONS = HASHED_DIMENSIONS + LEARNED_DIMENSIONS;
/** What the learned part has in the cosine of two texts; the hashed part has the rest. By measurement, see ../retrieval/README.md. */
const LEARNED_SHARE = 0.6;
const IDENTIFIER_WEIGHT = 0.3;
/** About 1 ms of work, and ten times as much while the process is young. */
const TEXTS_BETWEEN_YIELDS = 3;

/**
 * Vectors without a language model, in two parts. The first knows spelling: hashed words, their character n-grams and
 * whole identifiers. The second knows something of meaning: words by vectors that were learned from doc comments and
 * the functions below them (bench/train-embedder). Queries are translated by the word list that the lexical search
 * uses. The same text gives the same vector on every machine. A text without a word gives the first unit vector, since
 * zero has no direction.
 *
 * Any change of the recipe, the analyzer included, makes other vectors and needs another model name.
 */
export class OfflineEmbedder implements Embedder {
  readonly space: EmbeddingSpace = { provider: 'offline', model: 'hashed-learned-2', dimensions: DIMENSIONS };
  /** Some 20 ms of work, and the embedded database takes half as long to store as many. */
  readonly textsARequest = 100;
  readonly #hasher = new FeatureHasher(HASHED_DIMENSIONS);

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
    const terms = expandQuery(analyzeQuery(text));
    for (const { term, weight, word } of terms) {
      if (word === null) add(vector, this.#hasher.identifier(term), weight * IDENTIFIER_WEIGHT);
      else add(vector, this.#hasher.word(term), weight);
    }
    for (const [term, weight] of learnedTerms(terms)) addQueryWord(vector, HASHED_DIMENSIONS, term, weight);
    return { vector: balance(vector), tokens: 0 };
  }

  #embedDocument(text: string): Float32Array {
    const vector = new Float32Array(DIMENSIONS);
    const { words, identifiers } = countText(text);
    for (const [word, count] of words) {
      add(vector, this.#hasher.word(word), countWeight(count));
      addDocumentWord(vector, HASHED_DIMENSIONS, word, countWeight(count));
    }
    for (const [identifier, count] of identifiers) {
      add(vector, this.#hasher.identifier(identifier), IDENTIFIER_WEIGHT * countWeight(count));
    }
    return balance(vector);
  }
}

/**
 * The query's own words, and the translations of each, which together count as one word. Synonyms are left out, since
 * the learned part has synonyms of its own, and so are the names of languages.
 */
function learnedTerms(terms: readonly QueryTerm[]): [term: string, weight: number][] {
  const meaning = terms.filter(({ weight, word }) => word !== null && weight >= TRANSLATION_WEIGHT);
  return meaning.map(({ term, word, weight }) => {
    const translations = meaning.filter((other) => other.word === word && other.weight < 1).length;
    return [term, weight < 1 ? 1 / translations : 1];
  });
}

function add(vector: Float32Array, { positions, values }: Projection, weight: number): void {
  for (let index = 0; index < positions.length; index++) {
    const position = positions[index] ?? 0;
    vector[position] = (vector[position] ?? 0) + (values[index] ?? 0) * weight;
  }
}

/** Gives each part its share of the length, a part alone all of it: the whole vector has the length 1. */
function balance(vector: Float32Array): Float32Array {
  const hashed = lengthOf(vector, 0, HASHED_DIMENSIONS);
  const learned = lengthOf(vector, HASHED_DIMENSIONS, DIMENSIONS);
  if (hashed === 0 && learned === 0) {
    vector[0] = 1;
    return vector;
  }
  const learnedShare = hashed === 0 ? 1 : learned === 0 ? 0 : LEARNED_SHARE;
  if (hashed > 0) scale(vector, 0, HASHED_DIMENSIONS, Math.sqrt(1 - learnedShare) / hashed);
  if (learned > 0) scale(vector, HASHED_DIMENSIONS, DIMENSIONS, Math.sqrt(learnedShare) / learned);
  return vector;
}

function lengthOf(vector: Float32Array, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at++) sum += (vector[at] ?? 0) ** 2;
  return Math.sqrt(sum);
}

function scale(vector: Float32Array, start: number, end: number, factor: number): void {
  for (let at = start; at < end; at++) vector[at] = (vector[at] ?? 0) * factor;
}
