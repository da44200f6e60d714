import type { Database } from '../../src/shared/database/database.js';
import { openDatabase } from '../../src/shared/database/open-database.js';
import { setUpDatabase } from '../../src/shared/database/set-up-database.js';
import { createDatabase, dropDatabase } from '../../tests/kit/postgres-server.js';
import { buildPostgres } from '../../tests/postgres/build-postgres.js';
import { startTemporaryPostgres } from '../../tests/postgres/temporary-postgres.js';
import { withFreshDatabase } from './embedded-database.js';

/** Runs `work` with an empty database that has the product's tables, once for each call; it is removed afterwards. */
export type WithEngine = <T>(work: (database: Database) => Promise<T>) => Promise<T>;

/** Runs `work` with both engines: the embedded one, and a PostgreSQL that is built and started for it. */
export async function withEngines(
  progress: (line: string) => void,
  work: (engines: Readonly<Record<Database['kind'], WithEngine>>) => Promise<void>,
): Promise<void> {
  const server = await startTemporaryPostgres(await buildPostgres(progress));
  try {
    await work({ embedded: withFreshDatabase, postgres: (each) => withServerDatabase(server.url, each) });
  } finally {
    await server.stop();
  }
}

async function withServerDatabase<T>(serverUrl: string, work: (database: Database) => Promise<T>): Promise<T> {
  const { name, databaseUrl } = await createDatabase(serverUrl);
  try {
    const database = await openDatabase({ databaseUrl, dataDir: '', databasePoolSize: 2 });
    try {
      await setUpDatabase(database);
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await dropDatabase(serverUrl, name);
  }
}
