import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { inTransaction, type Sql, sqlIn, sqlOn } from '../database/sql.js';
import { UnknownCursorError } from '../errors.js';
import { StaleAttemptError } from '../run-errors.js';
import { EventLog } from './event-log.js';
import type { StoredEvent } from './event-pages.js';
import { Wakeups } from './wakeups.js';

type Event = { type: 'said'; text: string } | { type: 'terminal' };

let fresh: FreshDatabase;
let sql: Sql;
let events: EventLog;
let wakeups: Wakeups;
const never = new AbortController().signal;

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

async function newStream(): Promise<string> {
  const stream = crypto.randomUUID();
  await events.create(sql, stream);
  return stream;
}

function say(stream: string, text: string, writer = 0): Promise<bigint> {
  return events.append(sql, stream, writer, { type: 'said', text } as Event);
}

async function collect(stream: string, after = 0n): Promise<string[]> {
  const read: string[] = [];
  for await (const { seq, event } of (await events.watch<Event>(stream, after, never)).events) {
    read.push(`${seq} ${event.type === 'said' ? event.text : event.type}`);
  }
  return read;
}

describe('the event log', () => {
  test('numbers the events of a stream 1, 2, 3 … without gaps, however many are appended at once', async () => {
    const stream = await newStream();
    const seqs = await Promise.all(Array.from({ length: 50 }, (_, index) => say(stream, String(index))));
    expect(seqs.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  test('gives a late reader everything, and ends after the terminal event', async () => {
    const stream = await newStream();
    await say(stream, 'a');
    await say(stream, 'b');
    await events.append(sql, stream, 0, { type: 'terminal' });
    expect(await collect(stream)).toEqual(['1 a', '2 b', '3 terminal']);
    expect(await collect(stream, 2n)).toEqual(['3 terminal']);
  });

  test('follows a stream as it grows', async () => {
    const stream = await newStream();
    await say(stream, 'before');
    const reading = collect(stream);
    await say(stream, 'after');
    await events.append(sql, stream, 0, { type: 'terminal' });
    expect(await reading).toEqual(['1 before', '2 after', '3 terminal']);
  });

  test('reads a backlog of many pages, a page at a time, in order', async () => {
    const stream = await newStream();
    for (let index = 1; index <= 250; index += 1) await say(stream, String(index));
    await events.append(sql, stream, 0, { type: 'terminal' });
    const read = await collect(stream);
    expect(read).toHaveLength(251);
    expect(read[249]).toBe('250 250');
  });

  test('says that nothing will come to a reader that resumes at the terminal event', async () => {
    const stream = await newStream();
    await events.append(sql, stream, 0, { type: 'terminal' });
    const watched = await events.watch<Event>(stream, 1n, never);
    expect(watched.atEnd).toBe(true);
    expect((await events.watch<Event>(stream, 0n, never)).atEnd).toBe(false);
  });

  test('refuses a cursor beyond the end', async () => {
    const stream = await newStream();
    await say(stream, 'a');
    await expect(events.watch(stream, 2n, never)).rejects.toThrow(UnknownCursorError);
  });

  test('takes nothing after the terminal event', async () => {
    const stream = await newStream();
    await events.append(sql, stream, 0, { type: 'terminal' });
    await expect(say(stream, 'late')).rejects.toThrow(StaleAttemptError);
    expect(await collect(stream)).toEqual(['1 terminal']);
  });

  test('refuses a writer that has been replaced', async () => {
    const stream = await newStream();
    await sql.query('update stream_heads set writer = 2 where stream = $1', [stream]);
    await expect(say(stream, 'from the dead', 1)).rejects.toThrow(StaleAttemptError);
    expect(await say(stream, 'from the living', 2)).toBe(1n);
  });

  test('keeps a writer that a transaction holds until that ends, and lets nobody hold one that was replaced', async () => {
    const { pool } = fresh.database;
    const stream = await newStream();
    const order: string[] = [];
    const replacing = await inTransaction(pool, async (inside) => {
      await events.holdWriter(inside, stream, 0);
      const replaced = sql.query('update stream_heads set writer = 1 where stream = $1', [stream]);
      const noted = replaced.then(() => order.push('replaced'));
      for (let look = 1; look <= 20; look += 1) await inside.query('select 1');
      order.push('held');
      return { noted };
    });
    await replacing.noted;
    expect(order).toEqual(['held', 'replaced']);
    const hold = (writer: number) => inTransaction(pool, (inside) => events.holdWriter(inside, stream, writer));
    await expect(hold(0)).rejects.toThrow(StaleAttemptError);
    await hold(1);
    await events.append(sql, stream, 1, { type: 'terminal' });
    await expect(hold(1)).rejects.toThrow(StaleAttemptError);
  });

  test('shows nothing of a transaction that rolled back, and leaves no gap for it', async () => {
    const stream = await newStream();
    const failing = inTransaction(fresh.database.pool, async (transaction) => {
      await events.append(transaction, stream, 0, { type: 'said', text: 'undone' } as Event);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await say(stream, 'kept')).toBe(1n);
  });

  test('appends inside a transaction that Prisma opened', async () => {
    const stream = await newStream();
    const seq = await fresh.database.prisma.$transaction((transaction) =>
      events.append(sqlIn(transaction), stream, 0, { type: 'said', text: 'x' } as Event),
    );
    expect(seq).toBe(1n);
  });

  test('stops following when the reader is gone', async () => {
    const stream = await newStream();
    const gone = new AbortController();
    const read: StoredEvent<Event>[] = [];
    const reading = (async () => {
      for await (const event of (await events.watch<Event>(stream, 0n, gone.signal)).events) {
        read.push(event);
        gone.abort();
      }
    })();
    await say(stream, 'a');
    await reading;
    expect(read).toHaveLength(1);
  });

  test('misses nothing when notifications no longer arrive', async () => {
    const stream = await newStream();
    const reading = collect(stream);
    await say(stream, 'a');
    await wakeups.close();
    await say(stream, 'b');
    await events.append(sql, stream, 0, { type: 'terminal' });
    expect(await reading).toEqual(['1 a', '2 b', '3 terminal']);
  });
});
