import { expect, test } from 'vitest';
import { matchingLines } from './matching-lines.js';

const TEXT = 'one\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix\r\n';
const find = (texts: string[], changes: object = {}, text = TEXT) =>
  matchingLines(text, { texts, around: 0, most: 10, ...changes });

test('a line is found by any of the texts, capitals or not, as it is written', () => {
  expect(find(['TWO', 'fiv'])).toEqual({
    passages: [
      { startLine: 2, endLine: 2, content: 'two' },
      { startLine: 5, endLine: 5, content: 'five' },
    ],
    count: 2,
    hasMore: false,
  });
  expect(find(['t.o']).passages).toEqual([]);
  expect(find(['ПОВТОР'], {}, 'нет\nповторы\n').passages).toEqual([{ startLine: 2, endLine: 2, content: 'повторы' }]);
});

test('surroundings that touch come as one passage', () => {
  expect(find(['two', 'five'], { around: 1 }).passages).toEqual([
    { startLine: 1, endLine: 6, content: 'one\ntwo\nthree\nfour\nfive\nsix' },
  ]);
  expect(find(['one', 'five'], { around: 1 }).passages).toEqual([
    { startLine: 1, endLine: 2, content: 'one\ntwo' },
    { startLine: 4, endLine: 6, content: 'four\nfive\nsix' },
  ]);
});

test('no more lines than asked for, and it tells that there are more', () => {
  expect(find(['o'], { most: 2 })).toMatchObject({ count: 2, hasMore: true });
  expect(find(['o'], { most: 3 })).toMatchObject({ count: 3, hasMore: false });
});

test('of a very long line the part around the find is given, without its neighbours', () => {
  const text = `before\n${'🙂'.repeat(2000)}needle${'🙂'.repeat(2000)}\nafter\n`;
  const { passages } = find(['needle'], { around: 1 }, text);
  expect(passages).toEqual([{ startLine: 2, endLine: 2, content: expect.stringContaining('needle') }]);
  expect(passages[0]?.content.length).toBeLessThanOrEqual(500);
  expect(passages[0]?.content.isWellFormed()).toBe(true);
  expect(find(['before'], { around: 1 }, text).passages).toEqual([{ startLine: 1, endLine: 1, content: 'before' }]);
});
