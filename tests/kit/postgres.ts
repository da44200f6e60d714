import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Where tests may make databases; without it, what needs a PostgreSQL server is skipped. */
export const testDatabaseUrl: string | null = process.env.TEST_DATABASE_URL || null;

export interface EmptyPostgresDatabase {
  readonly databaseUrl: string;
  /** Removes it, also when someone is still connected. */
  drop(): Promise<void>;
}

/** A new, empty database on the server that TEST_DATABASE_URL names. */
export async function emptyPostgresDatabase(): Promise<EmptyPostgresDatabase> {
  if (testDatabaseUrl === null) throw new Error('TEST_DATABASE_URL is not set.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(testDatabaseUrl, `CREATE DATABASE ${name}`);
  const url = new URL(testDatabaseUrl);
  url.pathname = `/${name}`;
  const server = testDatabaseUrl;
  return {
    databaseUrl: url.href,
    drop: () => administer(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function administer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
