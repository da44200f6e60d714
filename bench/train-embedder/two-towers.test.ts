import { expect, test } from 'vitest';
import { Random } from '../../tests/kit/random.js';
import { quantize } from './quantize.js';
import { type Bag, dot, TwoTowers } from './two-towers.js';

/** Words 0 to 3 ask for what is said with words 4 to 7. */
const WORDS = 8;
const DIMENSIONS = 16;
const queries = [0, 1, 2, 3].map(bag);
const documents = [4, 5, 6, 7].map(bag);

test('learns that unlike words mean the same, and keeps it in eight bits', () => {
  const model = new TwoTowers(
    { words: Array.from({ length: WORDS }, String), rarities: new Float32Array(WORDS).fill(8) },
    DIMENSIONS,
    new Random(1),
  );
  const before = model.train(queries, documents, 0.5);
  let loss = before;
  for (let step = 0; step < 100; step++) loss = model.train(queries, documents, 0.5);
  expect(loss).toBeLessThan(before / 10);
  const { vectors, queryScales, documentScales } = quantize(model);
  const vector = (word: number, scales: Float32Array) =>
    Float32Array.from(
      vectors.subarray(word * DIMENSIONS, (word + 1) * DIMENSIONS),
      (value) => value * (scales[word] ?? 0),
    );
  queries.forEach((_, query) => {
    const similarities = documents.map((_, document) =>
      cosine(vector(query, queryScales), vector(document + documents.length, documentScales)),
    );
    const others = similarities.filter((_, document) => document !== query);
    expect(similarities[query]).toBeGreaterThan(Math.max(...others) + 0.2);
  });
});

function bag(word: number): Bag {
  return { words: Int32Array.of(word), weights: Float32Array.of(1) };
}

function cosine(one: Float32Array, other: Float32Array): number {
  return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
}
