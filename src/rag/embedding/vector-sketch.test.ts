import { expect, test } from 'vitest';
import { Random } from '../../../tests/kit/random.js';
import { SKETCH_BITS, sketchOf } from './vector-sketch.js';

test('has 1,024 bits, whatever the dimensions of the vector', () => {
  for (const dimensions of [3, 512, 1_024, 2_560]) {
    expect(sketchOf(new Float32Array(dimensions).fill(1))).toMatch(/^x[0-9a-f]{256}$/);
  }
});

test('is the same as ever: those of another rotation are kept in databases', () => {
  const vector = Float32Array.from({ length: 512 }, (_, index) => ((index * 37) % 101) - 50);
  expect(sketchOf(vector).slice(0, 33)).toBe('x2e47538cb58ec3961dfa059976909a75');
});

test('is the same for a longer vector of the same direction, and the opposite for the opposite one', () => {
  const vector = randomVector(new Random(1), 512);
  const bits = bitsOf(sketchOf(vector));
  expect(bitsOf(sketchOf(vector.map((value) => 3 * value)))).toEqual(bits);
  expect(bitsOf(sketchOf(vector.map((value) => -value)))).toEqual(bits.map((bit) => 1 - bit));
});

test('differs from another in about the share of bits that their angle is of a half turn', () => {
  const random = new Random(2);
  for (const dimensions of [512, 1_024, 2_560]) {
    for (const cosine of [0, 0.3, 0.6, 0.9]) {
      const one = randomVector(random, dimensions);
      const other = atCosine(one, randomVector(random, dimensions), cosine);
      expect(differing(one, other)).toBeCloseTo(Math.acos(cosine) / Math.PI, 1);
    }
  }
});

test('does so too for vectors that are mostly zeros', () => {
  const one = sparse({ 3: 0.6, 77: -0.8 });
  expect(differing(one, sparse({ 3: 0.6, 77: 0.8 }))).toBeCloseTo(Math.acos(-0.28) / Math.PI, 1);
  expect(differing(one, sparse({ 40: 1 }))).toBeCloseTo(0.5, 1);
});

function differing(one: Float32Array, other: Float32Array): number {
  const bits = bitsOf(sketchOf(other));
  return bitsOf(sketchOf(one)).filter((bit, index) => bit !== bits[index]).length / SKETCH_BITS;
}

function bitsOf(literal: string): number[] {
  return [...literal.slice(1)].flatMap((digit) =>
    [...Number.parseInt(digit, 16).toString(2).padStart(4, '0')].map(Number),
  );
}

function sparse(values: Readonly<Record<number, number>>): Float32Array {
  return Float32Array.from({ length: 512 }, (_, index) => values[index] ?? 0);
}

function randomVector(random: Random, dimensions: number): Float32Array {
  return ofUnitLength(Float32Array.from({ length: dimensions }, () => random.normal()));
}

function atCosine(one: Float32Array, other: Float32Array, cosine: number): Float32Array {
  const shared = one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
  const across = ofUnitLength(other.map((value, index) => value - shared * (one[index] ?? 0)));
  return one.map((value, index) => cosine * value + Math.sqrt(1 - cosine ** 2) * (across[index] ?? 0));
}

function ofUnitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
