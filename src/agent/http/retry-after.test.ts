import { expect, test } from 'vitest';
import { retryAfter } from './retry-after.js';

test.each<[string | undefined, number | null]>([
  [undefined, null],
  ['', null],
  ['soon', null],
  ['0', 0],
  ['7', 7_000],
  ['0.05', 50],
  ['Thu, 01 Jan 1970 00:01:30 GMT', 30_000],
  ['Thu, 01 Jan 1970 00:00:30 GMT', 0],
])('a Retry-After of %j is %j ms', (header, milliseconds) => {
  expect(retryAfter(header, 60_000)).toBe(milliseconds);
});
