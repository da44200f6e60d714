import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { setUpCheckpoints } from '../../src/agent/checkpoints.js';
import { openDatabase } from '../../src/shared/database/open-database.js';
import { setUpDatabase } from '../../src/shared/database/set-up-database.js';
import { setUpQueue } from '../../src/shared/job-queue/job-queue.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder with a migrated database, to be copied; see `freshDatabase`. */
    templateDatabase: string;
  }
}

/** Vitest's global set-up: initialising and migrating a database takes seconds, copying one does not. */
export default async function buildTemplate(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'agent-backend-template-'));
  const database = await openDatabase({ databaseUrl: null, dataDir, databasePoolSize: 2 });
  const { pool } = database;
  await setUpDatabase(database, [() => setUpQueue(pool), () => setUpCheckpoints(pool)]);
  await database.close();
  project.provide('templateDatabase', dataDir);
  return () => rm(dataDir, { recursive: true, force: true });
}
