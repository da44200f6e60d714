import { readFileSync } from 'node:fs';
import { decodeWeights, type LearnedWeights } from './learned-weights.js';

/** The numbers of a learned vector, which the shipped weights must have. */
export const LEARNED_DIMENSIONS = 128;

let shipped: LearnedWeights | null = null;

/** Adds what a word of a query means, times `weight`, to the numbers of `vector` from `start` on. */
export function addQueryWord(vector: Float32Array, start: number, word: string, weight: number): void {
  const weights = shippedWeights();
  addWord(vector, start, word, weight, weights, weights.queryScales);
}

/** The same for a word of a document; a word that was not learned adds nothing. */
export function addDocumentWord(vector: Float32Array, start: number, word: string, weight: number): void {
  const weights = shippedWeights();
  addWord(vector, start, word, weight, weights, weights.documentScales);
}

function addWord(
  vector: Float32Array,
  start: number,
  word: string,
  weight: number,
  { rows, vectors }: LearnedWeights,
  scales: Float32Array,
): void {
  const row = rows.get(word);
  if (row === undefined) return;
  const scale = weight * (scales[row] ?? 0);
  const from = row * LEARNED_DIMENSIONS;
  for (let at = 0; at < LEARNED_DIMENSIONS; at++) {
    vector[start + at] = (vector[start + at] ?? 0) + scale * (vectors[from + at] ?? 0);
  }
}

/** Read when the first text is embedded: 3 MB, a few milliseconds. */
function shippedWeights(): LearnedWeights {
  if (shipped !== null) return shipped;
  const weights = decodeWeights(readFileSync(new URL('learned-words.bin', import.meta.url)));
  if (weights.dimensions !== LEARNED_DIMENSIONS) {
    throw new Error(`The learned vectors have ${weights.dimensions} dimensions, not ${LEARNED_DIMENSIONS}.`);
  }
  shipped = weights;
  return shipped;
}
