import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from './migrate-database.js';

/** Vitest's global set-up of the runs on the embedded database. */
export default async function buildTemplate(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'agent-backend-template-'));
  await migrateDatabase({ databaseUrl: null, dataDir });
  project.provide('databaseTemplate', { engine: 'embedded', dataDir });
  return () => rm(dataDir, { recursive: true, force: true });
}
