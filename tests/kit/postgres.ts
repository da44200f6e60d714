import { inject } from 'vitest';
import { createDatabase, dropDatabase } from './postgres-server.js';

/** Where this run's tests may make databases; null on the embedded engine, where what needs a server is skipped. */
export const testDatabaseUrl: string | null = serverOf(inject('databaseTemplate'));

export interface EmptyPostgresDatabase {
  readonly databaseUrl: string;
  /** Removes it, also when someone is still connected. */
  drop(): Promise<void>;
}

/** A new, empty database on the server of this run. */
export async function emptyPostgresDatabase(): Promise<EmptyPostgresDatabase> {
  if (testDatabaseUrl === null) throw new Error('This run is on the embedded engine.');
  const server = testDatabaseUrl;
  const { name, databaseUrl } = await createDatabase(server);
  return { databaseUrl, drop: () => dropDatabase(server, name) };
}

function serverOf(template: ReturnType<typeof inject<'databaseTemplate'>>): string | null {
  return template.engine === 'postgres' ? template.serverUrl : null;
}
