import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { type Sql, sqlOn } from '../database/sql.js';
import { EventLog } from './event-log.js';
import { EventPages } from './event-pages.js';
import { Wakeups } from './wakeups.js';

const STREAM = 'a-stream';

let fresh: FreshDatabase;
let sql: Sql;
let events: EventLog;

beforeAll(async () => {
  fresh = await freshDatabase();
  const { pool } = fresh.database;
  sql = sqlOn(pool);
  events = new EventLog({ pool, wakeups: new Wakeups({ pool, log: pino({ level: 'silent' }) }) });
  await events.create(sql, STREAM);
});

afterAll(() => fresh.dispose());

/** Pages whose statements are counted, each as it begins. */
function countedPages() {
  const counts = { statements: 0, onBegin: () => {} };
  const counted: Sql = {
    query: (text, values) => {
      counts.statements += 1;
      counts.onBegin();
      return sql.query(text, values);
    },
  };
  return { counts, pages: new EventPages(counted) };
}

describe('pages of an event log', () => {
  test('are read once for all who ask at the same time, and by each who asks for another', async () => {
    const { counts, pages } = countedPages();
    await events.append(sql, STREAM, 0, { type: 'said' });
    await events.append(sql, STREAM, 0, { type: 'said' });
    const [first, ...others] = await Promise.all([
      ...Array.from({ length: 20 }, () => pages.after(STREAM, 0n)),
      pages.after(STREAM, 1n),
    ]);
    const seqs = ({ events }: typeof first) => events.map(({ seq }) => seq);
    expect(seqs(first)).toEqual([1n, 2n]);
    expect(others.map(seqs)).toEqual([...Array.from({ length: 19 }, () => [1n, 2n]), [2n]]);
    expect(counts.statements).toBe(2);
  });

  test('are read anew for who asks after the reading has begun: it may have missed what that one was woken for', async () => {
    const { counts, pages } = countedPages();
    const begun = new Promise<void>((resolve) => (counts.onBegin = resolve));
    const early = pages.after(STREAM, 2n);
    await begun;
    await events.append(sql, STREAM, 0, { type: 'said' });
    const late = await pages.after(STREAM, 2n);
    expect(late.events.map(({ seq }) => seq)).toEqual([3n]);
    expect((await early).isLast).toBe(true);
  });

  test('say when the stream has gone', async () => {
    const { pages } = countedPages();
    expect(await pages.after(STREAM, 3n)).toEqual({ events: [], isLast: true, exists: true });
    expect(await pages.after('another', 3n)).toEqual({ events: [], isLast: true, exists: false });
  });
});
