import { expect, test } from 'vitest';
import { problemOfText, withoutNul } from './storable-text.js';

test.each(['', 'plain', 'Привет, 世界', 'a whole pair: 😀', 'tab\tand\r\nlines\u0001', '\ufeff\ufffd'])(
  '%j is stored as it is',
  (text) => {
    expect(problemOfText(text)).toBeNull();
  },
);

test('NUL is refused, with the way out', () => {
  expect(problemOfText('a\0b')).toMatch(/NUL character at position 2,.*Remove it/);
});

test.each(['\ud83d', 'a\ude00', '\ude00\ud83d'])('half of a pair is refused in %j', (text) => {
  expect(problemOfText(text)).toMatch(/surrogate pair.*valid Unicode/);
});

test('a NUL in a file is replaced by a character of the same length', () => {
  expect(withoutNul('a\0b\0')).toBe('a\ufffdb\ufffd');
});
