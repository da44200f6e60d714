import { expect, inject, test } from 'vitest';
import { needsPostgres } from '../kit/processes.js';
import { droppedListenRun } from './dropped-listen-run.js';
import { placesFrom } from './open-places.js';

test(
  'the connection that listens is dropped while events flow: every reader gets each of them once, in order',
  needsPostgres,
  async () => {
    const places = placesFrom(inject('databaseTemplate'));
    const report = await droppedListenRun.run({ seed: 1, size: 50, places, progress: () => undefined });
    expect(report).toEqual([expect.stringMatching(/^50 drops, \d+ events of 3 streams$/)]);
  },
);
