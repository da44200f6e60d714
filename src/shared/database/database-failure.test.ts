import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type FreshDatabase,
  freshDatabase,
  type ProxiedDatabase,
  proxiedDatabase,
} from '../../../tests/kit/database.js';
import { testDatabaseUrl } from '../../../tests/kit/postgres.js';
import { type DatabaseFailureCode, databaseFailureOf } from '../errors.js';
import { ofConnecting } from './database-failure.js';
import { inTransaction, sqlIn, sqlOn } from './sql.js';

/** The code of the failure, and after how many milliseconds it came. */
async function failureOf(work: Promise<unknown>): Promise<{ code: DatabaseFailureCode | null; ms: number }> {
  const start = performance.now();
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error !== null && databaseFailureOf(error) === null) throw error;
  return { code: databaseFailureOf(error)?.code ?? null, ms: performance.now() - start };
}

describe('what the server itself says of its state', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase();
  });
  afterAll(() => fresh.dispose());

  const raise = (state: string) => `do $$ begin raise exception 'refused' using errcode = '${state}'; end $$`;

  test.each([
    ['53100', 'STORAGE_FULL'],
    ['25006', 'DATABASE_READ_ONLY'],
    ['53200', 'DATABASE_UNAVAILABLE'],
    ['53300', 'DATABASE_UNAVAILABLE'],
    ['57P01', 'DATABASE_UNAVAILABLE'],
    ['57P03', 'DATABASE_UNAVAILABLE'],
    ['08006', 'DATABASE_UNAVAILABLE'],
  ])('%s is %s, by whichever way the statement was sent', async (state, code) => {
    const { pool, prisma } = fresh.database;
    const failures = await Promise.all([
      failureOf(sqlOn(pool).query(raise(state))),
      failureOf(inTransaction(pool, (sql) => sql.query(raise(state)))),
      failureOf(prisma.$executeRawUnsafe(raise(state))),
      failureOf(prisma.$transaction((transaction) => sqlIn(transaction).query(raise(state)))),
    ]);
    expect(failures.map((failure) => failure.code)).toEqual(Array(4).fill(code));
  });

  test.each([
    ['53100', 'could not extend file: No space left on device', 'STORAGE_FULL'],
    ['XX000', 'could not write init file', 'STORAGE_FULL'],
    ['53300', 'sorry, too many clients already', 'DATABASE_UNAVAILABLE'],
    ['28P01', 'password authentication failed', 'DATABASE_UNAVAILABLE'],
  ])('%s, "%s", in answer to a new connection is %s', (state, message, code) => {
    const refusal = Object.assign(new pg.DatabaseError(message, 0, 'error'), { code: state, severity: 'FATAL' });
    expect(ofConnecting(refusal).code).toBe(code);
  });

  test('what is wrong with a statement is no such state', async () => {
    const { pool, prisma } = fresh.database;
    await expect(sqlOn(pool).query('select nothing')).rejects.toMatchObject({ code: '42703' });
    await expect(prisma.$executeRawUnsafe(raise('22012'))).rejects.toMatchObject({ code: 'P2010' });
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    await expect(sqlOn(pool).query('select $1::jsonb', [circular])).rejects.toThrow(TypeError);
  });
});

describe.skipIf(testDatabaseUrl === null)('a PostgreSQL', () => {
  let proxied: ProxiedDatabase;
  beforeEach(async () => {
    proxied = await proxiedDatabase({ poolSize: 3 });
  });
  afterEach(() => proxied.dispose());

  test('that has gone fails what is under way and what comes, at once, and is used again when it is back', async () => {
    const { proxy, database } = proxied;
    const { pool, prisma } = database;
    const sql = sqlOn(pool);
    let begun = () => {};
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    const underWay = [
      failureOf(sql.query('select pg_sleep(60)')),
      failureOf(
        inTransaction(pool, async (inside) => {
          await inside.query('select 1');
          begun();
          await inside.query('select pg_sleep(60)');
        }),
      ),
    ];
    await isBegun;
    await proxy.cut();
    for (const failure of underWay) expect(await failure).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    const coming = await Promise.all([
      ...Array.from({ length: 20 }, () => failureOf(sql.query('select 1'))),
      failureOf(prisma.task.count()),
      failureOf(prisma.$transaction((transaction) => transaction.task.count())),
      failureOf(inTransaction(pool, (inside) => inside.query('select 1'))),
    ]);
    expect(new Set(coming.map(({ code }) => code))).toEqual(new Set(['DATABASE_UNAVAILABLE']));
    expect(Math.max(...coming.map(({ ms }) => ms))).toBeLessThan(2_000);
    await proxy.mend();
    expect(await sql.query('select 1 as one')).toEqual([{ one: 1 }]);
    expect(await prisma.task.count()).toBe(0);
  });

  test('whose answers are lost is given up within ten seconds, and is asked until it answers again', async () => {
    const { proxy, database } = proxied;
    const { pool, prisma } = database;
    const sql = sqlOn(pool);
    // One connection listens, as those for events do: nothing is under way on it that could fail.
    const listening = await pool.connect();
    const lost = new Promise((resolve) => listening.once('end', resolve));
    await listening.query('LISTEN events');
    proxy.silence();
    const first = await Promise.all([
      ...Array.from({ length: 20 }, () => failureOf(sql.query('select 1'))),
      failureOf(prisma.task.count()),
    ]);
    expect(new Set(first.map(({ code }) => code))).toEqual(new Set(['DATABASE_UNAVAILABLE']));
    expect(Math.max(...first.map(({ ms }) => ms))).toBeLessThan(10_000);
    await lost;
    listening.release(true);
    const next = await Promise.all(Array.from({ length: 20 }, () => failureOf(sql.query('select 1'))));
    expect(Math.max(...next.map(({ ms }) => ms))).toBeLessThan(1_000);
    proxy.speak();
    await expect.poll(() => failureOf(sql.query('select 1')), { timeout: 10_000 }).toMatchObject({ code: null });
  });

  test('that is only busy is waited for, and so is a slow statement', async () => {
    const sql = sqlOn(proxied.database.pool);
    const slow = Array.from({ length: 4 }, () => failureOf(sql.query('select pg_sleep(3)')));
    for (const { code } of await Promise.all(slow)) expect(code).toBeNull();
  });
});
