import { expect, inject, test } from 'vitest';
import { killRun } from './kill-run.js';
import { placesFrom } from './open-places.js';

test('processes are killed while they index and answer: nothing is lost, doubled or done anew', async () => {
  const places = placesFrom(inject('databaseTemplate'));
  expect(await killRun.run({ seed: 1, size: 4, places, progress: () => undefined })).not.toEqual([]);
});
