import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Makes a database with a name of its own on a server, empty or a copy of `template`, to which nobody is connected. */
export async function createDatabase(
  serverUrl: string,
  template?: string,
): Promise<{ readonly name: string; readonly databaseUrl: string }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(serverUrl, `CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${template}`}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { name, databaseUrl: url.href };
}

/** Also when someone is still connected. */
export function dropDatabase(serverUrl: string, name: string): Promise<void> {
  return administer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
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
