import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseTemplate } from './database-template.js';
import { migrateDatabase } from './migrate-database.js';
import { createDatabase, dropDatabaseAndCopies } from './postgres-server.js';

export interface BuiltTemplate {
  readonly template: DatabaseTemplate;
  /** Removes it with all copies that are left. */
  remove(): Promise<void>;
}

export async function buildEmbeddedTemplate(): Promise<BuiltTemplate> {
  const folder = await mkdtemp(join(tmpdir(), 'agent-backend-test-'));
  const dataDir = join(folder, 'template');
  await migrateDatabase({ databaseUrl: null, dataDir });
  return {
    template: { engine: 'embedded', dataDir },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** `serverUrl`: a server where databases may be made. */
export async function buildPostgresTemplate(serverUrl: string): Promise<BuiltTemplate> {
  const { name, databaseUrl } = await createDatabase(serverUrl);
  await migrateDatabase({ databaseUrl, dataDir: '' });
  return {
    template: { engine: 'postgres', serverUrl, name },
    remove: () => dropDatabaseAndCopies(serverUrl, name),
  };
}
