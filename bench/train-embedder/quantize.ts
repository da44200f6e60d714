import type { LearnedWeights } from '../../src/rag/embedding/learned-weights.js';
import type { TwoTowers } from './two-towers.js';

const LARGEST = 127;

/** Eight bits a number: each word's vector by its largest one, which goes into the word's two scales. */
export function quantize(model: TwoTowers): Omit<LearnedWeights, 'rows'> {
  const { dimensions, vectors, queryWeights, documentWeights } = model;
  const quantized = new Int8Array(vectors.length);
  const steps = queryWeights.map((_, row) => {
    const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    const step = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / LARGEST;
    if (step > 0)
      quantized.set(
        vector.map((value) => Math.round(value / step)),
        row * dimensions,
      );
    return step;
  });
  const scaled = (weights: Float32Array) => weights.map((weight, row) => weight * (steps[row] ?? 0));
  return { dimensions, vectors: quantized, queryScales: scaled(queryWeights), documentScales: scaled(documentWeights) };
}
