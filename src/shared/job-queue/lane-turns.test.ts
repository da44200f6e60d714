import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { LaneQueue } from '../../../tests/kit/lane-queue.js';
import type { Lane } from './lane.js';

const AN_HOUR_MS = 3_600_000;

let fresh: FreshDatabase;
let lanes: LaneQueue;

beforeAll(async () => {
  fresh = await freshDatabase();
});
afterEach(() => lanes.clear());
afterAll(() => fresh.dispose());

/** The order in which one slot serves the lanes woken so far, and those that serving them wakes. */
async function served(count: number, onServed: (lane: Lane) => Promise<void> = async () => {}): Promise<string[]> {
  const order: string[] = [];
  await lanes.start(async (lane) => {
    order.push(lane.id);
    if (order.length <= count) await onServed(lane);
  });
  await expect.poll(() => order.length, { interval: 5, timeout: 60_000 }).toBeGreaterThanOrEqual(count);
  return order.slice(0, count);
}

async function wakeAll(...ids: string[]): Promise<void> {
  lanes = new LaneQueue(fresh.database.pool);
  for (const id of ids) await lanes.wake(id);
}

async function rows(sql: string): Promise<unknown[]> {
  return (await fresh.database.pool.query(sql)).rows;
}

describe('lanes that wait', () => {
  test('are served one of each owner in turn, however many one of them has', async () => {
    await wakeAll('ann/s/1', 'ann/s/2', 'ann/s/3', 'ann/s/4', 'bob/s/1', 'bob/s/2', 'eve/s/1');
    expect(await served(7)).toEqual([
      ...['ann/s/1', 'bob/s/1', 'eve/s/1'],
      ...['ann/s/2', 'bob/s/2'],
      ...['ann/s/3', 'ann/s/4'],
    ]);
  });

  test('are served one of each session of their owner in turn', async () => {
    await wakeAll('ann/x/1', 'ann/x/2', 'ann/x/3', 'ann/x/4', 'ann/y/1', 'ann/y/2');
    expect(await served(6)).toEqual(['ann/x/1', 'ann/x/2', 'ann/y/1', 'ann/x/3', 'ann/x/4', 'ann/y/2']);
  });

  test('let an owner who comes later go next', async () => {
    await wakeAll('ann/s/1', 'ann/s/2', 'ann/s/3', 'ann/s/4');
    const order = await served(5, async ({ id }) => {
      if (id === 'ann/s/2') await lanes.wake('bob/s/1');
    });
    expect(order).toEqual(['ann/s/1', 'ann/s/2', 'bob/s/1', 'ann/s/3', 'ann/s/4']);
  });

  test('are all served although other owners come again and again', async () => {
    await wakeAll('ann/s/1', 'ann/s/2', 'ann/s/3', 'bob/s/0', 'eve/s/0');
    let next = 0;
    const order = await served(9, async ({ id, ownerId }) => {
      next += 1;
      if (ownerId !== 'ann') await lanes.wake(id.replace(/\d+$/, `${next}`));
    });
    expect(order.map((id) => id.split('/')[0]).join(' ')).toBe('ann bob eve ann bob eve ann bob eve');
  });

  test('keep their place when they are woken again', async () => {
    await wakeAll('ann/s/1', 'ann/s/2', 'bob/s/1', 'ann/s/1', 'bob/s/1');
    expect(await served(3)).toEqual(['ann/s/1', 'bob/s/1', 'ann/s/2']);
  });

  test('go before lanes whose time has not come, and these take turns for that time', async () => {
    lanes = new LaneQueue(fresh.database.pool);
    const later = new Date(Date.now() + AN_HOUR_MS);
    for (const id of ['ann/s/1', 'ann/s/2', 'ann/s/3', 'bob/s/1']) await lanes.wake(id, later);
    await lanes.wake('ann/s/4');
    expect(await served(1)).toEqual(['ann/s/4']);
    expect(
      await rows(`select payload->>'lane' as lane, priority from graphile_worker._private_jobs where key is not null
                  and run_at > now() order by id`),
    ).toEqual([
      { lane: 'ann/s/1', priority: 0 },
      { lane: 'ann/s/2', priority: 1 },
      { lane: 'ann/s/3', priority: 2 },
      { lane: 'bob/s/1', priority: 0 },
    ]);
  });

  test('leave no turns behind when none waits any more', async () => {
    await wakeAll('ann/s/1', 'ann/s/2', 'bob/s/1');
    let turns: unknown[] = [];
    await served(3, async ({ id }) => {
      if (id === 'bob/s/1') turns = await rows('select owner_id, turn from lane_turns order by owner_id');
    });
    expect(turns).toEqual([
      { owner_id: 'ann', turn: 1 },
      { owner_id: 'bob', turn: 1 },
    ]);
    expect(await rows('select * from lane_turns')).toEqual([]);
  });

  test('are served by when they came where their places can no longer be told apart', async () => {
    await wakeAll('ann/s/1');
    await rows('update graphile_worker._private_jobs set priority = 32767');
    for (const id of ['bob/s/1', 'bob/s/2', 'ann/s/2']) await lanes.wake(id);
    expect(await served(4)).toEqual(['ann/s/1', 'bob/s/1', 'bob/s/2', 'ann/s/2']);
  });
});
