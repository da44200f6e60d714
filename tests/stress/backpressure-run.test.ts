import { expect, inject, test } from 'vitest';
import { backpressureRun } from './backpressure-run.js';
import { placesFrom } from './open-places.js';

test('subscribers that do not read cost the server little, and everyone gets everything', async () => {
  const places = placesFrom(inject('databaseTemplate'));
  const report = await backpressureRun.run({ seed: 1, size: 20, places, progress: () => {} });
  expect(report[0]).toContain('20 subscribers, 8 of which did not read');
});
