import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { testDatabaseUrl } from '../../../tests/kit/postgres.js';
import { type Sql, sqlOn } from '../database/sql.js';
import { Wakeups } from './wakeups.js';

describe.skipIf(testDatabaseUrl === null)('on PostgreSQL, the connection that listens', () => {
  let fresh: FreshDatabase;
  let sql: Sql;
  let wakeups: Wakeups;

  beforeAll(async () => {
    fresh = await freshDatabase();
    const { pool } = fresh.database;
    sql = sqlOn(pool);
    wakeups = new Wakeups({ pool, log: pino({ level: 'silent' }) });
    await wakeups.open();
  });
  afterAll(async () => {
    await wakeups.close();
    await fresh.dispose();
  });

  const listeners = async () =>
    (
      await sql.query<{ pid: number }>(
        `select pid from pg_stat_activity
         where datname = current_database() and query = 'LISTEN events' and state = 'idle'`,
      )
    ).map(({ pid }) => pid);

  test('that is lost makes readers look often, and rarely again once another one listens', async () => {
    const [pid] = await listeners();
    expect(wakeups.lookAgainAfterMs).toBe(30_000);
    const reader = wakeups.for('a stream');
    const { signal } = new AbortController();
    const woken = reader.wait(60_000, signal).then(() => wakeups.lookAgainAfterMs);
    await sql.query('select pg_terminate_backend($1)', [pid]);
    expect(await woken).toBe(1_000);
    reader.close();
    await expect.poll(() => wakeups.lookAgainAfterMs, { timeout: 30_000 }).toBe(30_000);
  });
});
