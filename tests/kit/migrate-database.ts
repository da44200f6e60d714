import { setUpCheckpoints } from '../../src/agent/checkpoints.js';
import { openDatabase } from '../../src/shared/database/open-database.js';
import { setUpDatabase } from '../../src/shared/database/set-up-database.js';
import { setUpQueue } from '../../src/shared/job-queue/job-queue.js';
import type { DatabasePlace } from './database-template.js';

/** Brings a new database to the state in which a server starts quickest. */
export async function migrateDatabase(place: DatabasePlace): Promise<void> {
  const database = await openDatabase({ ...place, databasePoolSize: 3 });
  const { pool } = database;
  await setUpDatabase(database, [() => setUpQueue(pool), () => setUpCheckpoints(pool)]);
  await database.close();
}
