import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Database } from '../../src/shared/database/database.js';
import { openDatabase } from '../../src/shared/database/open-database.js';

export interface FreshDatabase {
  readonly database: Database;
  /** The folder it lives in; it stays when only the database is closed, and `openDatabase` opens it again. */
  readonly dataDir: string;
  /** Closes the database and removes the folder. */
  dispose(): Promise<void>;
}

/** An embedded database of its own, migrated and empty. Make one for each test file: it takes about a second. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const dataDir = await freshDataFolder();
  const database = await openDatabase({ databaseUrl: null, dataDir, databasePoolSize: 10 });
  return {
    database,
    dataDir,
    dispose: async () => {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A new temporary data folder with a migrated, empty database in it, not opened. Whoever asks for it removes it. */
export async function freshDataFolder(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'agent-backend-test-'));
  await cp(inject('templateDatabase'), dataDir, { recursive: true });
  return dataDir;
}
