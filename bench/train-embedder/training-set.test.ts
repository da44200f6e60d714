import { expect, test } from 'vitest';
import { copiesFrom, toExample } from './training-set.js';

const pair = (sentence: string) => ({ source: 'npm/a', sentence, code: 'function pop() { return items.shift(); }' });

test('an example is the words of the sentence and those of the code', () => {
  const { query, document } = toExample(pair('Takes the first item of the items.'));
  expect(query).toEqual(['take', 'first', 'item']);
  expect([...document.keys()]).toEqual(['function', 'pop', 'return', 'item', 'shift']);
});

test('a sentence that stands in a measured text is a copy, whatever its case and punctuation', () => {
  const isCopy = copiesFrom(['def pop():\\n    """takes the first, or oldest, item"""']);
  expect(isCopy(pair('Takes the first (or oldest) item.'))).toBe(true);
  expect(isCopy(pair('Takes the first item of all.'))).toBe(false);
  expect(isCopy(pair('The first.'))).toBe(false);
});
