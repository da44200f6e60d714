import { expect, test } from 'vitest';
import { chunkTerms } from './chunk-terms.js';

test('counts the text once, its beginning half more, the path once and the symbol three times', () => {
  const { terms, length } = chunkTerms({ path: 'src/queue.ts', symbol: 'retry', text: 'retry the job' });
  expect(Object.fromEntries(terms)).toEqual({ retri: 4.5, job: 1.5, src: 1, queue: 1, ts: 1 });
  expect(length).toBe(9);
});

test('does not count what stands beyond the beginning more than once', () => {
  const { terms } = chunkTerms({ path: '', symbol: null, text: `${'. '.repeat(60)} cursor` });
  expect(Object.fromEntries(terms)).toEqual({ cursor: 1 });
});

test('gives a text without words no terms and no length', () => {
  expect(chunkTerms({ path: '', symbol: null, text: '{ }' })).toEqual({ length: 0, terms: new Map() });
});
