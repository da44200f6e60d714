import { expect, test } from 'vitest';
import { meanDirection, unitVector } from './unit-vector.js';

test('a vector is scaled to unit length', () => {
  expect(unitVector([3, -4])).toEqual(Float32Array.of(0.6, -0.8));
});

test('a vector without a direction has no unit vector', () => {
  expect([unitVector([0, 0]), unitVector([]), unitVector([1, Number.NaN])]).toEqual([null, null, null]);
});

test('the mean direction lies between the vectors, and is the first one where they cancel out', () => {
  const [east, north, west] = [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(-1, 0)];
  expect(meanDirection([east])).toBe(east);
  expect(meanDirection([east, north])).toEqual(unitVector([1, 1]));
  expect(meanDirection([east, west])).toBe(east);
});
