import type { Database } from '../../src/shared/database/database.js';
import { openDatabase } from '../../src/shared/database/open-database.js';
import { setUpDatabase } from '../../src/shared/database/set-up-database.js';
import { withFolder } from './temporary-server.js';

/** Runs `work` with the database in a stopped server's data folder, opened in this process. */
export async function withDatabase<T>(dataDir: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ databaseUrl: null, dataDir, databasePoolSize: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Runs `work` with a new, empty database that has the product's tables; it is removed afterwards. */
export async function withFreshDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  return withFolder((folder) =>
    withDatabase(folder, async (database) => {
      await setUpDatabase(database, []);
      return work(database);
    }),
  );
}
