import type { Logger } from 'pino';
import type { Database } from './database.js';
import { openEmbeddedDatabase } from './open-embedded-database.js';
import { openPostgresDatabase } from './open-postgres-database.js';

export interface DatabaseConfig {
  /** Null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Connections at most. */
  readonly databasePoolSize: number;
}

/**
 * Opens the database that the settings name and checks that it can serve; applies no migration.
 * Throws a `StartupError` that says the way out when it cannot be used.
 */
export function openDatabase(config: DatabaseConfig, log?: Logger): Promise<Database> {
  const { databaseUrl, dataDir, databasePoolSize } = config;
  return databaseUrl === null
    ? openEmbeddedDatabase({ dataDir, poolSize: databasePoolSize, log })
    : openPostgresDatabase({ databaseUrl, poolSize: databasePoolSize, log });
}
