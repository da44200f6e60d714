import { expect, test } from 'vitest';
import { withoutRepetition } from './seam.js';

test.each([
  ['It waits twice as', ' long each time.', ' long each time.'],
  ['It waits twice as', 'It waits twice as long each time.', ' long each time.'],
  ['It waits twice as', '\nwaits twice as long.', ' long.'],
  ['the end', 'the end of it', 'the end of it'],
  ['', 'Anything at all.', 'Anything at all.'],
])('after %j, %j goes on as %j', (before, continuation, expected) => {
  expect(withoutRepetition(before, continuation)).toBe(expected);
});
