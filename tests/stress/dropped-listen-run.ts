import assert from 'node:assert/strict';
import { pino } from 'pino';
import { openDatabase } from '../../src/shared/database/open-database.js';
import { sqlOn } from '../../src/shared/database/sql.js';
import { EventLog } from '../../src/shared/event-log/event-log.js';
import { Wakeups } from '../../src/shared/event-log/wakeups.js';
import { poll } from './poll.js';
import type { StressRun, StressSetting } from './stress-run.js';

const STREAMS = 3;

type Event = { type: 'said'; text: string } | { type: 'terminal' };

export const droppedListenRun: StressRun = {
  name: 'dropped-listen',
  title: 'the connection that listens is dropped while events flow; every reader gets each of them once, in order',
  engines: ['postgres'],
  size: 300,
  run,
};

async function run({ size, places, progress }: StressSetting): Promise<readonly string[]> {
  const place = await places.fresh();
  const database = await openDatabase({ ...place, databasePoolSize: 10 });
  const { pool } = database;
  const sql = sqlOn(pool);
  const wakeups = new Wakeups({ pool, log: pino({ level: 'silent' }) });
  const events = new EventLog({ pool, wakeups });
  const listeners = async () =>
    (
      await sql.query<{ pid: number }>(
        `select pid from pg_stat_activity
         where datname = current_database() and query = 'LISTEN events' and state = 'idle'`,
      )
    ).map(({ pid }) => pid);
  try {
    await wakeups.open();
    const streams = Array.from({ length: STREAMS }, () => crypto.randomUUID());
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
    for (let drop = 1; drop <= size; drop += 1) {
      const [pid, ...others] = await poll('one that listens', async () => {
        const pids = await listeners();
        return pids.length > 0 ? pids : null;
      });
      assert.deepEqual(others, [], 'more connections that listen');
      await sql.query('select pg_terminate_backend($1)', [pid]);
      await poll('another one that listens', async () =>
        (await listeners()).some((other) => other !== pid) ? true : null,
      );
      if (drop % 50 === 0) progress(`${drop} drops`);
    }
    dropping = false;
    const counts = await Promise.all(appending);
    const whole = counts.map((count) => Array.from({ length: count }, (_, index) => index + 1));
    assert.deepEqual(await Promise.all(reading), whole, 'what was read');
    return [`${size} drops, ${counts.reduce((sum, count) => sum + count, 0)} events of ${STREAMS} streams`];
  } finally {
    await wakeups.close();
    await database.close();
    await places.remove(place);
  }
}
