import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Makes a database with a name of its own on a server, empty or a copy of `template`, to which nobody is connected. */
export async function createDatabase(
  serverUrl: string,
  template?: string,
): Promise<{ readonly name: string; readonly databaseUrl: string }> {
  const name = `${template ?? 'test'}_${randomBytes(6).toString('hex')}`;
  await administer(serverUrl, `CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${template}`}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { name, databaseUrl: url.href };
}

/** Also when someone is still connected. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await administer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

/** The database and all that were copied from it. */
export async function dropDatabaseAndCopies(serverUrl: string, name: string): Promise<void> {
  const copies = await administer<{ datname: string }>(
    serverUrl,
    `select datname from pg_database where starts_with(datname, '${name}')`,
  );
  for (const { datname } of copies) await dropDatabase(serverUrl, datname);
}

/** One statement on the server, whose rows it gives. */
export async function administer<Row extends object>(serverUrl: string, sql: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
