import { expect, test } from 'vitest';
import { decodeWeights, encodeWeights } from './learned-weights.js';

const weights = {
  dimensions: 4,
  rows: new Map([
    ['queue', 0],
    ['очередь', 1],
    ['retri', 2],
  ]),
  queryScales: Float32Array.of(0.5, 1, 0.25),
  documentScales: Float32Array.of(2, 0, 1),
  vectors: Int8Array.from([1, -2, 3, -4, 127, -127, 0, 5, 9, 8, 7, 6]),
};

test('weights are read as they were written', () => {
  expect(decodeWeights(encodeWeights(weights))).toEqual(weights);
});

test('a file that was cut short is refused', () => {
  expect(() => decodeWeights(encodeWeights(weights).subarray(0, -1))).toThrow('header');
});
