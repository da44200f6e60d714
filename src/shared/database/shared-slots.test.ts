import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { testDatabaseUrl } from '../../../tests/kit/postgres.js';
import { Wakeups } from '../event-log/wakeups.js';
import { SharedSlots } from './shared-slots.js';
import { sqlOn } from './sql.js';

const never = new AbortController().signal;

describe.skipIf(testDatabaseUrl === null)('on PostgreSQL, slots that processes share', () => {
  let fresh: FreshDatabase;
  let wakeups: Wakeups;

  beforeAll(async () => {
    fresh = await freshDatabase();
    wakeups = new Wakeups({ pool: fresh.database.pool, log: pino({ level: 'silent' }) });
    await wakeups.open();
  });
  afterAll(async () => {
    await wakeups.close();
    await fresh.dispose();
  });

  /** As a process has them. */
  const slots = (name: string, count = 1) => new SharedSlots({ pool: fresh.database.pool, wakeups, name, count });

  /** Gives when so many connections wait for their turn. */
  async function waiting(count: number): Promise<void> {
    const blocked = async () => {
      const rows = await sqlOn(fresh.database.pool).query<{ count: number }>(
        `select count(*)::int as count from pg_locks where locktype = 'advisory' and objsubid = 2 and not granted
         and database = (select oid from pg_database where datname = current_database())`,
      );
      return rows[0]?.count;
    };
    await expect.poll(blocked, { interval: 5, timeout: 30_000 }).toBe(count);
  }

  test('are never more than there are, whoever asks', async () => {
    const [one, other] = [slots('some', 2), slots('some', 2)];
    const [first, second] = [await one.take(never), await other.take(never)];
    let third = false;
    const waits = one.take(never).then((giveBack) => {
      third = true;
      return giveBack;
    });
    await expect.poll(turnstiles, { interval: 5, timeout: 30_000 }).toBe(1);
    expect(third).toBe(false);
    await second();
    await (await waits)();
    await first();
  });

  test('are given in the order of asking, also past one who asks again at once', async () => {
    const [first, second] = [slots('order'), slots('order')];
    const given: string[] = [];
    const take = async (process: SharedSlots, name: string) => {
      const giveBack = await process.take(never);
      given.push(name);
      return giveBack;
    };
    let giveBack = await take(first, 'first');
    // At the turnstile one waits for the slot, and the others for the turnstile.
    const others = [take(second, 'second')];
    await expect.poll(turnstiles, { interval: 5, timeout: 30_000 }).toBe(1);
    others.push(take(second, 'third'));
    await waiting(1);
    await giveBack();
    const again = take(first, 'first again');
    for (const other of others) await (await other)();
    giveBack = await again;
    await giveBack();
    expect(given).toEqual(['first', 'second', 'third', 'first again']);
  });

  test('are free when a process dies, and when one who waits leaves', async () => {
    const slot = slots('death');
    await slot.take(never);
    const leaving = new AbortController();
    const left = slot.take(leaving.signal);
    await expect.poll(turnstiles, { interval: 5, timeout: 30_000 }).toBe(1);
    const next = slot.take(never);
    await waiting(1);
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    await sqlOn(fresh.database.pool).query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 2 and objid = 1
       and database = (select oid from pg_database where datname = current_database())`,
    );
    await (await next)();
  });

  async function turnstiles(): Promise<number | undefined> {
    const rows = await sqlOn(fresh.database.pool).query<{ count: number }>(
      `select count(*)::int as count from pg_locks where locktype = 'advisory' and objsubid = 2 and granted and objid = 0
       and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows[0]?.count;
  }
});
