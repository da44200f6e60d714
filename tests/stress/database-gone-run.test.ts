import { inject, test } from 'vitest';
import { needsPostgres } from '../kit/processes.js';
import { databaseGoneRun } from './database-gone-run.js';
import { placesFrom } from './open-places.js';

test(
  'the database is gone and then silent for two seconds: clear 503s, streams resume, nothing lost',
  needsPostgres,
  async () => {
    const places = placesFrom(inject('databaseTemplate'));
    await databaseGoneRun.run({ seed: 1, size: 2, places, progress: () => undefined });
  },
);
