import { expect, test } from 'vitest';
import { vectorLiteral } from './vector-literal.js';

test('writes four decimals', () => {
  expect(vectorLiteral(Float32Array.of(0.6, -0.8, 0, 0.123456, 0.00001))).toBe('[0.6,-0.8,0,0.1235,0]');
});

test('keeps all digits of a vector that four decimals would make nothing of', () => {
  expect(vectorLiteral(Float32Array.of(0.00001, 0))).toBe('[0.000009999999747378752,0]');
});
