import { expect, inject, test } from 'vitest';
import { placesFrom } from './open-places.js';
import { soakRun } from './soak-run.js';

test('a server that works for long keeps its heap, and nothing is left of what was deleted', async () => {
  const places = placesFrom(inject('databaseTemplate'));
  const report = await soakRun.run({ seed: 1, size: 60, places, progress: () => {} });
  expect(report[0]).toContain('60 tasks');
});
