import type { TestProject } from 'vitest/node';
import { migrateDatabase } from './migrate-database.js';
import { createDatabase, dropDatabase } from './postgres-server.js';

/** Vitest's global set-up of the runs on PostgreSQL, which exist when TEST_DATABASE_URL names a server. */
export default async function buildTemplate(project: TestProject): Promise<() => Promise<void>> {
  const serverUrl = process.env.TEST_DATABASE_URL;
  if (!serverUrl) throw new Error('TEST_DATABASE_URL is not set. "npm run test:postgres" starts a server for the run.');
  const { name, databaseUrl } = await createDatabase(serverUrl);
  await migrateDatabase({ databaseUrl, dataDir: '' });
  project.provide('databaseTemplate', { engine: 'postgres', serverUrl, name });
  return () => dropDatabase(serverUrl, name);
}
