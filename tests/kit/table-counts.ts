import { openDatabase } from '../../src/shared/database/open-database.js';
import type { DatabasePlace } from './database-template.js';

/** Of a stopped server's database: how many rows each table has, by schema and name; the queue's own come and go. */
export async function countRows(place: DatabasePlace): Promise<Record<string, number>> {
  const database = await openDatabase({ ...place, databasePoolSize: 2 });
  try {
    const { rows: tables } = await database.pool.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema', 'graphile_worker') order by name`,
    );
    const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name}`);
    const { rows } = await database.pool.query<{ name: string; rows: number }>(counts.join(' union all '));
    return Object.fromEntries(rows.map(({ name, rows }) => [name, rows]));
  } finally {
    await database.close();
  }
}
