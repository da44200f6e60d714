import { expect, test } from 'vitest';
import { contentWords } from '../words.js';
import { bestLines } from './best-lines.js';

const filler = (count: number) => Array.from({ length: count }, (_, i) => `const value${i} = compute(${i});`);
const block = (lines: readonly string[]) => ({ content: lines.join('\n'), startLine: 101 });

test('gives a short text whole, without blank lines at its ends', () => {
  expect(bestLines(block(['', 'a', '', 'b', '']), contentWords('anything'), 12)).toEqual({
    startLine: 102,
    endLine: 104,
  });
});

test('gives the beginning of a long text that has none of the words', () => {
  expect(bestLines(block(filler(40)), contentWords('зебра'), 12)).toEqual({ startLine: 101, endLine: 112 });
});

test('gives the block around the words, from its comment to its end', () => {
  const lines = [...filler(20), '}', '', '/** Waits. */', 'function sleep() {', '  timer();', '}', '', ...filler(20)];
  expect(bestLines(block(lines), contentWords('where is sleep'), 12)).toEqual({ startLine: 123, endLine: 126 });
});

test('finds other forms of a word, and the parts of an identifier', () => {
  const lines = [...filler(30), '', 'retryPolicies(x)', '', ...filler(30)];
  const range = bestLines(block(lines), contentWords('What are the policies for a retry?'), 5);
  expect(range).toEqual({ startLine: 132, endLine: 132 });
});

test('prefers the rare word to the frequent one', () => {
  const lines = [...filler(30), '', 'const limit = 5;', '', ...filler(30)];
  const range = bestLines(block(lines), contentWords('compute the limit'), 4);
  expect(range.startLine).toBeLessThanOrEqual(132);
  expect(range.endLine).toBeGreaterThanOrEqual(132);
});

test('never gives more lines than asked for', () => {
  const lines = Array.from({ length: 200 }, (_, i) => (i % 9 === 0 ? '' : `word${i} retry`));
  for (const most of [1, 2, 3, 12, 40]) {
    const { startLine, endLine } = bestLines(block(lines), contentWords('retry word77 word99'), most);
    expect(endLine - startLine + 1).toBeLessThanOrEqual(most);
    expect(endLine).toBeGreaterThanOrEqual(startLine);
  }
});
