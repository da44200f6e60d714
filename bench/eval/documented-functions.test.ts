import { expect, test } from 'vitest';
import { readDocumentation } from './documented-functions.js';

const TEXT = `/** Adds two
 * numbers. Never fails. */
export function add(a: number, b: number) {
  return a + b;
}

/** The sum so far. */
let sum = 0;

class Counter {
  /**
   * Counts one more, e.g. a visit.
   *
   * @returns the new count
   */
  next() {
    return ++sum;
  }
}

/** Declared only. */
declare function declared(): void;

/** Doubles it. */ export const double = (it: number) => it * 2;

/** Halves it. */
export const halve = (it: number) => it / 2;
`;

test('finds functions with a body below a comment that has its lines to itself', () => {
  expect(readDocumentation('a.ts', TEXT).functions).toEqual([
    { startLine: 3, endLine: 5, docLines: { startLine: 1, endLine: 2 }, sentence: 'Adds two numbers.' },
    {
      startLine: 16,
      endLine: 18,
      docLines: { startLine: 11, endLine: 15 },
      sentence: 'Counts one more, e.g. a visit.',
    },
    { startLine: 27, endLine: 27, docLines: { startLine: 26, endLine: 26 }, sentence: 'Halves it.' },
  ]);
});

test('gives the first sentence of every doc comment', () => {
  expect(readDocumentation('a.ts', TEXT).sentences).toHaveLength(6);
});
