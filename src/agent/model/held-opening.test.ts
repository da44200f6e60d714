import { expect, test } from 'vitest';
import { HeldOpening } from './held-opening.js';

async function passedOn(...pieces: string[]) {
  const passed: string[] = [];
  const opening = new HeldOpening('NEED_FILES', async (text) => void passed.push(text));
  for (const piece of pieces) await opening.add(piece);
  await opening.end();
  return { passed, isWord: opening.isWord };
}

test('an answer is passed on from its first piece that cannot be the word', async () => {
  expect(await passedOn('It ', 'waits.')).toEqual({ passed: ['It ', 'waits.'], isWord: false });
  expect(await passedOn('`N', 'EE', 'DLE` is ', 'a name.')).toEqual({
    passed: ['`NEEDLE` is ', 'a name.'],
    isWord: false,
  });
});

test('of the word nothing is passed on, however it is cut and dressed', async () => {
  expect(await passedOn('NEED', '_FILES')).toEqual({ passed: [], isWord: true });
  expect(await passedOn(' **NEED_FILES**', ': src/retry.ts')).toEqual({ passed: [], isWord: true });
});

test('a reply that ends as the beginning of the word is an answer', async () => {
  expect(await passedOn('N', 'E')).toEqual({ passed: ['NE'], isWord: false });
  expect(await passedOn()).toEqual({ passed: [], isWord: false });
});
