import { expect, inject, test } from 'vitest';
import { idempotencyRun } from './idempotency-run.js';
import { placesFrom } from './open-places.js';

test('of equal requests at once under one key one is done; of two bodies under one key one, and the other is refused', async () => {
  const places = placesFrom(inject('databaseTemplate'));
  const report = await idempotencyRun.run({ seed: 1, size: 12, places, progress: () => {} });
  expect(report).toEqual([expect.stringContaining('12 rounds of 12 requests')]);
});
