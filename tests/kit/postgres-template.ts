import type { TestProject } from 'vitest/node';
import { buildPostgresTemplate } from './build-template.js';

/** Vitest's global set-up of the runs on PostgreSQL, which exist when TEST_DATABASE_URL names a server. */
export default async function provideTemplate(project: TestProject): Promise<() => Promise<void>> {
  const serverUrl = process.env.TEST_DATABASE_URL;
  if (!serverUrl) throw new Error('TEST_DATABASE_URL is not set. "npm run test:postgres" starts a server for the run.');
  const { template, remove } = await buildPostgresTemplate(serverUrl);
  project.provide('databaseTemplate', template);
  return remove;
}
