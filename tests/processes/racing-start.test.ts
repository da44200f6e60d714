import { expect, inject, test } from 'vitest';
import { needsPostgres } from '../kit/processes.js';
import { placesFrom } from '../stress/open-places.js';
import { racingStartRun } from '../stress/racing-start-run.js';

test(
  'eight processes that start at once on an empty PostgreSQL migrate it once, and all become ready',
  needsPostgres,
  async () => {
    const places = placesFrom(inject('databaseTemplate'));
    expect(await racingStartRun.run({ seed: 1, size: 1, places, progress: () => undefined })).not.toEqual([]);
  },
);
