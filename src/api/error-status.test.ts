import { expect, test } from 'vitest';
import { retryAfterSeconds } from './error-status.js';

test('an answer that invites another try says after how many whole seconds', () => {
  expect(retryAfterSeconds(429, 1_001)).toBe(2);
  expect(retryAfterSeconds(503, 0)).toBe(1);
  expect(retryAfterSeconds(503, null)).toBe(5);
  expect(retryAfterSeconds(409, 1_000)).toBeNull();
});
