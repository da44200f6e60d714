import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { testDatabaseUrl } from '../../../tests/kit/postgres.js';
import { type Sql, sqlOn } from '../database/sql.js';
import { EventLog } from './event-log.js';
import { Wakeups } from './wakeups.js';

type Event = { type: 'said'; text: string } | { type: 'terminal' };

describe.skipIf(testDatabaseUrl === null)('on PostgreSQL, the connection that listens', () => {
  let fresh: FreshDatabase;
  let sql: Sql;
  let wakeups: Wakeups;
  let events: EventLog;

  beforeAll(async () => {
    fresh = await freshDatabase();
    const { pool } = fresh.database;
    sql = sqlOn(pool);
    wakeups = new Wakeups({ pool, log: pino({ level: 'silent' }) });
    await wakeups.open();
    events = new EventLog({ pool, wakeups });
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

  test('may be dropped 50 times while events flow: every reader gets each of them once, in order', async () => {
    const streams = Array.from({ length: 3 }, () => crypto.randomUUID());
    for (const stream of streams) await events.create(sql, stream);
    const signal = new AbortController().signal;
    const reading = streams.map(async (stream) => {
      const seqs: number[] = [];
      for await (const { seq } of (await events.watch<Event>(stream, 0n, signal)).events) seqs.push(Number(seq));
      return seqs;
    });
    let dropping = true;
    const appending = streams.map(async (stream) => {
      let appended = 0;
      for (; dropping; appended += 1) await events.append(sql, stream, 0, { type: 'said', text: 'x' } as Event);
      await events.append(sql, stream, 0, { type: 'terminal' });
      return appended + 1;
    });
    for (let drop = 1; drop <= 50; drop += 1) {
      const [pid, ...others] = await expect.poll(listeners, { timeout: 30_000 }).toHaveLength(1).then(listeners);
      expect(others).toEqual([]);
      await sql.query('select pg_terminate_backend($1)', [pid]);
      await expect
        .poll(async () => (await listeners()).filter((other) => other !== pid), { timeout: 30_000 })
        .toHaveLength(1);
    }
    dropping = false;
    const counts = await Promise.all(appending);
    const read = await Promise.all(reading);
    expect(read).toEqual(counts.map((count) => Array.from({ length: count }, (_, index) => index + 1)));
  });

  test('that is lost makes readers look often, and rarely again once another one listens', async () => {
    const [pid] = await listeners();
    expect(wakeups.lookAgainAfterMs).toBe(30_000);
    const seen: number[] = [];
    const watching = setInterval(() => seen.push(wakeups.lookAgainAfterMs), 0);
    await sql.query('select pg_terminate_backend($1)', [pid]);
    await expect.poll(() => seen.includes(1_000), { timeout: 30_000 }).toBe(true);
    await expect.poll(() => wakeups.lookAgainAfterMs, { timeout: 30_000 }).toBe(30_000);
    clearInterval(watching);
  });
});
