import { describe, expect, test } from 'vitest';
import { Utf8Pieces } from './utf8-pieces.js';

const TEXT = 'a ж 漢 🙂 é\n';

function textOf(bytes: Uint8Array, size: number): string | null {
  const pieces = new Utf8Pieces();
  for (let start = 0; start < bytes.length; start += size) {
    if (!pieces.add(Buffer.from(bytes.subarray(start, start + size)))) return null;
  }
  return pieces.end();
}

describe.each([1, 2, 3, 4, 5, 100])('in pieces of %i bytes', (size) => {
  test('the text is that of the whole', () => {
    expect(textOf(Buffer.from(TEXT), size)).toBe(TEXT);
  });

  test('a byte order mark at the start is left out, another one is text', () => {
    expect(textOf(Buffer.from('\ufeff{}\ufeff'), size)).toBe('{}\ufeff');
  });

  test.each([
    ['a character cut short at the end', [0x61, 0xf0, 0x9f, 0x99]],
    ['a continuation without a start', [0x61, 0x80, 0x61]],
    ['continuations only', [0x80, 0x80, 0x80, 0x80]],
    ['a character cut short in the middle', [0xe6, 0xbc, 0x61]],
    ['a byte that UTF-8 never has', [0x61, 0xff]],
    ['an overlong form', [0xc0, 0xaf]],
    ['half of a surrogate pair', [0xed, 0xa0, 0x80]],
  ])('%s is no text', (_what, bytes) => {
    expect(textOf(Buffer.from(bytes), size)).toBeNull();
  });
});

test('no piece at all is the empty text', () => {
  expect(new Utf8Pieces().end()).toBe('');
});
