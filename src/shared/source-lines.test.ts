import { describe, expect, it } from 'vitest';
import { sliceLines, splitLines } from './source-lines.js';

describe('splitLines', () => {
  it('ends a line at LF, CR LF and a lone CR', () => {
    expect(splitLines('a\nbb\r\nc\rd')).toEqual([
      { text: 'a', start: 0 },
      { text: 'bb', start: 2 },
      { text: 'c', start: 6 },
      { text: 'd', start: 8 },
    ]);
  });

  it('opens no line after the last terminator', () => {
    expect(splitLines('a\n').map(({ text }) => text)).toEqual(['a']);
    expect(splitLines('a\n\n').map(({ text }) => text)).toEqual(['a', '']);
    expect(splitLines('')).toEqual([]);
    expect(splitLines('\r\n')).toEqual([{ text: '', start: 0 }]);
  });

  it('leaves other separators inside the line', () => {
    expect(splitLines('a\u2028b\u0085c\fd')).toHaveLength(1);
  });
});

describe('sliceLines', () => {
  const text = 'one\r\ntwo\rthree\n\nfive\n';

  it.each([
    [1, 1, 'one'],
    [1, 2, 'one\r\ntwo'],
    [2, 4, 'two\rthree\n'],
    [5, 5, 'five'],
    [1, 99, 'one\r\ntwo\rthree\n\nfive'],
    [0, 1, 'one'],
    [6, 7, ''],
    [3, 2, ''],
  ])('gives lines %i to %i', (start, end, expected) => {
    expect(sliceLines(text, start, end)).toBe(expected);
  });
});
