import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { Gate } from '../../../tests/kit/gate.js';
import { LaneQueue } from '../../../tests/kit/lane-queue.js';
import type { LaneHandler } from './lane.js';

let fresh: FreshDatabase;
let lanes: LaneQueue;

beforeAll(async () => {
  fresh = await freshDatabase();
});
afterEach(() => lanes.clear());
afterAll(() => fresh.dispose());

/** Lanes that work until they are told to end. */
class Work {
  readonly atWork = new Set<string>();
  readonly #gates = new Map<string, Gate>();

  readonly handle: LaneHandler = async ({ id }, signal) => {
    const gate = new Gate();
    signal.addEventListener('abort', gate.open);
    this.#gates.set(id, gate);
    this.atWork.add(id);
    await gate.opened;
    this.atWork.delete(id);
  };

  end(...ids: string[]): void {
    for (const id of ids) this.#gates.get(id)?.open();
  }
}

async function serve(count: number, ownerShare: number): Promise<Work> {
  const work = new Work();
  lanes = new LaneQueue(fresh.database.pool);
  await lanes.start(work.handle, { count, ownerShare });
  return work;
}

const names = (work: Work) => [...work.atWork].sort();

describe('an owner', () => {
  test('gets no more slots than its share, and the others find one free', async () => {
    const work = await serve(4, 2);
    await Promise.all(['ann/a', 'ann/b', 'ann/c', 'ann/d'].map((id) => lanes.wake(id)));
    await expect.poll(() => work.atWork.size, { timeout: 30_000 }).toBe(2);
    await lanes.wake('bob/a');
    await lanes.wake('eve/a');
    await expect.poll(() => work.atWork.size, { timeout: 30_000 }).toBe(4);
    expect(names(work).map((id) => id.split('/')[0])).toEqual(['ann', 'ann', 'bob', 'eve']);
    work.end(...work.atWork);
    await expect.poll(() => names(work).length, { timeout: 30_000 }).toBe(2);
    expect(names(work).every((id) => id.startsWith('ann/'))).toBe(true);
    work.end(...work.atWork);
    await expect.poll(() => names(work), { timeout: 30_000 }).toEqual([]);
  });

  test('who was held back gets the slot that its own lane leaves', async () => {
    const work = await serve(2, 1);
    await lanes.wake('ann/a');
    await lanes.wake('ann/b');
    await expect.poll(() => names(work), { timeout: 30_000 }).toEqual(['ann/a']);
    await lanes.wake('bob/a');
    await expect.poll(() => names(work), { timeout: 30_000 }).toEqual(['ann/a', 'bob/a']);
    work.end('ann/a');
    await expect.poll(() => names(work), { timeout: 30_000 }).toEqual(['ann/b', 'bob/a']);
    work.end('ann/b', 'bob/a');
  });

  test('who is alone in having a share of all slots gets them all at once', async () => {
    const work = await serve(4, 4);
    await Promise.all(['ann/a', 'ann/b', 'ann/c', 'ann/d'].map((id) => lanes.wake(id)));
    await expect.poll(() => work.atWork.size, { timeout: 30_000 }).toBe(4);
    work.end(...work.atWork);
  });
});
