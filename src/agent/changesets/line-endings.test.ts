import { expect, test } from 'vitest';
import { dominantLineEnding, keepLineEndings } from './line-endings.js';

test.each([
  ['a\nb\r\nc\r\n', '\r\n'],
  ['a\rb\rc\n', '\r'],
  ['a', '\n'],
])('most lines of %j end in %j', (text, ending) => {
  expect(dominantLineEnding(text)).toBe(ending);
});

test.each([
  ['a\r\nb\nc\r\n', 'a\nb\nc\n', 'a\r\nb\nc\r\n'],
  ['a\r\nb\nc\r\n', 'a\nx\nb\ny\nc\n', 'a\r\nx\r\nb\ny\r\nc\r\n'],
  ['a\r\nb\nc\r\n', 'c\n', 'c\r\n'],
  ['a\nb\r\nb\nb\r\n', 'b\nb\nb\n', 'b\r\nb\nb\r\n'],
  ['a\nb\r\nlast', 'a\nb\nlast\n', 'a\nb\r\nlast\r\n'],
  ['a\nb\r\nc\r\n', '', ''],
])('of %j, given as %j, the lines end in %j', (before, next, result) => {
  expect(keepLineEndings(before, next, '\r\n')).toBe(result);
});

test('a large text of which little is kept takes no long time', () => {
  const lines = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word} ${index}`);
  const before = `same\n${lines('old').join('\r\n')}\r\nend\n`;
  const next = `same\n${lines('new').join('\n')}\nend\n`;
  const kept = keepLineEndings(before, next, '\r\n');
  expect(kept.startsWith('same\nnew 0\r\n')).toBe(true);
  expect(kept.endsWith('new 19999\r\nend\n')).toBe(true);
});
