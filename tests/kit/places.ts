import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DatabasePlace, DatabaseTemplate } from './database-template.js';
import { createDatabase, dropDatabase } from './postgres-server.js';

/** A new copy of the template, that nobody has opened; `removeFrom` removes it. */
export async function freshFrom(template: DatabaseTemplate): Promise<DatabasePlace> {
  if (template.engine === 'embedded') {
    const dataDir = await emptyFolder(template.dataDir);
    // Of a thousand small files each would be a task of its own otherwise, which takes twice the time.
    cpSync(template.dataDir, dataDir, { recursive: true });
    return { databaseUrl: null, dataDir };
  }
  const { databaseUrl } = await createDatabase(template.serverUrl, template.name);
  return { databaseUrl, dataDir: '' };
}

/** A new database on the same engine, in which there is nothing at all; `removeFrom` removes it. */
export async function emptyFor(template: DatabaseTemplate): Promise<DatabasePlace> {
  if (template.engine === 'embedded') return { databaseUrl: null, dataDir: await emptyFolder(template.dataDir) };
  const { databaseUrl } = await createDatabase(template.serverUrl);
  return { databaseUrl, dataDir: '' };
}

/** Nobody may use it any more. */
export async function removeFrom(template: DatabaseTemplate, { databaseUrl, dataDir }: DatabasePlace): Promise<void> {
  if (databaseUrl === null) return rm(dataDir, { recursive: true, force: true });
  if (template.engine !== 'postgres') throw new Error('A run on the embedded engine removes no other databases.');
  await dropDatabase(template.serverUrl, new URL(databaseUrl).pathname.slice(1));
}

/** Beside the template, and removed with it if nobody does so before. */
function emptyFolder(templateFolder: string): Promise<string> {
  return mkdtemp(join(dirname(templateFolder), 'copy-'));
}
