import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, ownDatabase } from '../../../tests/kit/database.js';
import { createLogger } from '../logger.js';
import { Autovacuum } from './autovacuum.js';
import { type Sql, sqlOn } from './sql.js';

/** PostgreSQL's own autovacuum would now and then come first. */
const LEFT_ALONE = 'with (autovacuum_enabled = off)';

let fresh: FreshDatabase;
let sql: Sql;
let autovacuum: Autovacuum;

beforeAll(async () => {
  fresh = await ownDatabase();
  const { pool } = fresh.database;
  sql = sqlOn(pool);
  await sql.query(`create table numbers (n int primary key, square int) ${LEFT_ALONE}`);
  await sql.query(`create table "Odd name" (n int) ${LEFT_ALONE}`);
  autovacuum = new Autovacuum({ pool, log: createLogger('silent'), intervalMs: 50 });
  await autovacuum.visit();
});

afterAll(() => fresh.dispose());

/** What the planner reads of the table: how many of its pages a search by index alone need not visit. */
async function pages(): Promise<{ pages: number; visible: number; rows: number }> {
  const [row] = await sql.query<{ pages: number; visible: number; rows: number }>(
    `select relpages as pages, relallvisible as visible, reltuples::int as rows from pg_class where relname = 'numbers'`,
  );
  if (row === undefined) throw new Error('There is no such table.');
  return row;
}

test('a table that has grown is vacuumed and analysed, once', async () => {
  await sql.query('insert into numbers select n, n * n from generate_series(1, 5000) n');
  await sql.query('insert into "Odd name" select n from generate_series(1, 5000) n');
  expect(await autovacuum.visit()).toEqual(['"Odd name"', 'numbers']);
  const { pages: all, visible, rows } = await pages();
  expect({ visible, rows }).toEqual({ visible: all, rows: 5000 });
  const [statistics] = await sql.query(`select n_distinct from pg_stats where tablename = 'numbers' and attname = 'n'`);
  expect(statistics).toEqual({ n_distinct: -1 });
  expect(await autovacuum.visit()).toEqual([]);
});

test('a table that grew in an earlier process, whose counts are lost, is visited at the first visit', async () => {
  await sql.query(
    `create table earlier ${LEFT_ALONE} as select n, repeat('x', 1000) as x from generate_series(1, 900) n`,
  );
  expect(await autovacuum.visit()).toEqual([]);
  await sql.query(`select pg_stat_reset_single_table_counters('earlier'::regclass)`);
  const next = new Autovacuum({ pool: fresh.database.pool, log: createLogger('silent') });
  expect(await next.visit()).toEqual(['earlier']);
  expect(await next.visit()).toEqual([]);
});

test('a table that has changed little is left alone', async () => {
  await sql.query('insert into numbers select n, 0 from generate_series(5001, 5900) n');
  expect(await autovacuum.visit()).toEqual([]);
});

test('the room of deleted rows is used again', async () => {
  // The last row keeps its page, which otherwise would be given back to the file system with all before it.
  await sql.query('delete from numbers where n < 5900');
  expect(await autovacuum.visit()).toEqual(['numbers']);
  const before = await bytes();
  await sql.query('insert into numbers select n, n from generate_series(1, 3000) n');
  expect(await bytes()).toBe(before);
});

test('visits come by themselves once started, again and again', async () => {
  await sql.query('insert into "Odd name" select n from generate_series(1, 5000) n');
  autovacuum.start();
  await expect.poll(() => vacuums(), { timeout: 20_000 }).toBe(2);
  await sql.query('insert into "Odd name" select n from generate_series(1, 5000) n');
  await expect.poll(() => vacuums(), { timeout: 20_000 }).toBe(3);
  await autovacuum.stop();
});

async function bytes(): Promise<number | undefined> {
  const [row] = await sql.query<{ bytes: number }>(`select pg_relation_size('numbers')::int as bytes`);
  return row?.bytes;
}

async function vacuums(): Promise<number | undefined> {
  const [row] = await sql.query<{ vacuums: number }>(
    `select vacuum_count::int as vacuums from pg_stat_user_tables where relname = 'Odd name'`,
  );
  return row?.vacuums;
}
