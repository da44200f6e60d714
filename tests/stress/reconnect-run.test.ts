import { expect, inject, test } from 'vitest';
import { placesFrom } from './open-places.js';
import { reconnectRun } from './reconnect-run.js';

test('readers are cut off anywhere and resume at any API process: each reads every event once', async () => {
  const places = placesFrom(inject('databaseTemplate'));
  expect(await reconnectRun.run({ seed: 1, size: 40, places, progress: () => undefined })).not.toEqual([]);
});
