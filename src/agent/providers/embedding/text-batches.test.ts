import { expect, test } from 'vitest';
import { textBatches, textPieces } from './text-batches.js';

test('batches keep the order and both limits; a longer text goes alone', () => {
  const limits = { texts: 3, characters: 6 };
  expect(textBatches([], limits)).toEqual([]);
  expect(textBatches(['a', 'b', 'c', 'd'], limits)).toEqual([['a', 'b', 'c'], ['d']]);
  expect(textBatches(['aaaa', 'bbb', 'ccccccccc', 'd'], limits)).toEqual([['aaaa'], ['bbb'], ['ccccccccc'], ['d']]);
});

test('pieces of a text give the text again, and cut no character in two', () => {
  expect(textPieces('short', 10)).toEqual(['short']);
  expect(textPieces('abcdefghij', 4)).toEqual(['abc', 'de', 'fgh', 'ij']);
  const text = '🙂'.repeat(33);
  const pieces = textPieces(text, 8);
  expect(pieces.join('')).toBe(text);
  expect(pieces.every((piece) => piece.isWellFormed() && piece.length <= 8)).toBe(true);
});
