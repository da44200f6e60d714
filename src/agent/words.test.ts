import { expect, test } from 'vitest';
import { contentWords, namesCode, sameStem, wordsOf } from './words.js';

test('words are in lower case, and paths and dotted names stay whole', () => {
  expect(wordsOf('Ещё: where is src/a.ts?')).toEqual(['еще', 'where', 'is', 'src/a.ts']);
});

test('content words leave out what carries no meaning, and hold the parts of identifiers', () => {
  expect([...contentWords('How does getHTTPUser work in max_file_bytes?')]).toEqual([
    ...['gethttpuser', 'get', 'http', 'user'],
    ...['max_file_bytes', 'max', 'file', 'bytes'],
  ]);
});

test.each([
  ['route', 'router', true],
  ['retries', 'retry', true],
  ['миграции', 'миграций', true],
  ['get', 'gets', false],
  ['data', 'database', false],
  ['contract', 'container', false],
])('%s and %s are forms of one word: %s', (a, b, same) => {
  expect(sameStem(a, b)).toBe(same);
});

test.each([
  ['retryWithBackoff', true],
  ['the file README.md', true],
  ['DialogService', true],
  ['MAX_FILE_BYTES', true],
  ['call run() first', true],
  ['How are retries counted?', false],
  ['как это работает', false],
])('"%s" names code: %s', (text, expected) => {
  expect(namesCode(text)).toBe(expected);
});
