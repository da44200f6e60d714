import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { Gate } from '../../../tests/kit/gate.js';
import { JobLanes, type JobLanesOptions, type Work } from '../../../tests/kit/job-lanes.js';
import { type Sql, sqlOn } from '../database/sql.js';
import { DatabaseFailure } from '../errors.js';
import { createLogger } from '../logger.js';
import { AgentFailure, StaleAttemptError } from '../run-errors.js';
import type { ClaimedRun } from './run-lanes.js';

let fresh: FreshDatabase;
let sql: Sql;
let served: JobLanes;

beforeAll(async () => {
  fresh = await freshDatabase();
  sql = sqlOn(fresh.database.pool);
});

afterEach(() => served.stop());
afterAll(() => fresh.dispose());

async function serve(work: Work, options?: JobLanesOptions): Promise<JobLanes> {
  served = await JobLanes.serve(fresh.database.pool, work, options);
  return served;
}

function recordingLog() {
  const entries: unknown[] = [];
  return { entries, log: createLogger('warn', { write: (line) => entries.push(JSON.parse(line)) }) };
}

describe('the runs of a lane', () => {
  test('go one at a time, in order', async () => {
    let running = 0;
    const jobs = await serve(async () => {
      running += 1;
      expect(running).toBe(1);
      await sql.query('select 1');
      running -= 1;
    });
    const lane = await jobs.newLane();
    const ids = [await jobs.enqueue(lane), await jobs.enqueue(lane), await jobs.enqueue(lane)];
    expect(await jobs.until(3)).toEqual(ids);
  });

  test('keep their order when one of them must be tried again', async () => {
    const attempts: string[] = [];
    const jobs = await serve(async (run) => {
      attempts.push(run.id);
      if (attempts.length === 1) throw new Error('once');
    });
    const lane = await jobs.newLane();
    const [first, second] = [await jobs.enqueue(lane), await jobs.enqueue(lane)];
    expect(await jobs.until(2)).toEqual([first, second]);
    expect(attempts).toEqual([first, first, second]);
    expect(jobs.failures).toEqual([]);
  });

  test('end at once for an error that no retry can cure, and the next one goes on', async () => {
    let calls = 0;
    const jobs = await serve(async () => {
      calls += 1;
      if (calls === 1) throw new AgentFailure('LLM_NOT_CONFIGURED', 'Set one up.');
    });
    const lane = await jobs.newLane();
    const ids = [await jobs.enqueue(lane), await jobs.enqueue(lane)];
    expect(await jobs.until(2)).toEqual(ids);
    expect(calls).toBe(2);
    expect(jobs.failures).toEqual([
      { code: 'LLM_NOT_CONFIGURED', message: 'Set one up.', retryable: false, retryAfterMs: null },
    ]);
  });

  test('are logged by code and message when they fail as expected, and with the stack when not', async () => {
    const { log, entries } = recordingLog();
    const errors = [new Error('unheard of'), new AgentFailure('BUDGET_EXCEEDED', 'Too much.')];
    const jobs = await serve(
      async () => {
        const error = errors.shift();
        if (error !== undefined) throw error;
      },
      { log },
    );
    const id = await jobs.enqueue(await jobs.newLane());
    await jobs.until(1);
    const shared = { level: 40, time: expect.any(String), pid: process.pid, run: id, msg: 'A run failed.' };
    const err = expect.objectContaining({ message: 'unheard of', stack: expect.any(String) });
    expect(entries).toEqual([
      { ...shared, attempt: 1, err },
      { ...shared, attempt: 2, code: 'BUDGET_EXCEEDED', reason: 'Too much.' },
    ]);
  });

  test('wait for a database that cannot do it now, which is no failure of theirs', async () => {
    const states = ['DATABASE_UNAVAILABLE', 'STORAGE_FULL'] as const;
    const attempts: number[] = [];
    const { log, entries } = recordingLog();
    const work: Work = async ({ attempt }) => {
      attempts.push(attempt);
      const state = states[attempts.length - 1];
      if (state !== undefined) throw new DatabaseFailure(state);
    };
    const jobs = await serve(work, { log });
    const id = await jobs.enqueue(await jobs.newLane());
    expect(await jobs.until(1)).toEqual([id]);
    expect(attempts).toEqual([1, 2, 3]);
    const shared = { level: 40, time: expect.any(String), pid: process.pid, run: id };
    expect(entries).toEqual(
      states.map((code, at) => ({ ...shared, attempt: at + 1, code, msg: 'A run waits for the database.' })),
    );
    expect(await sql.query('select failures from rag_index_jobs where id = $1', [id])).toEqual([{ failures: 0 }]);
  });

  test('are taken up by the next start when the process stopped in the middle, and say so', async () => {
    let started = () => {};
    const begun = new Promise<void>((resolve) => (started = resolve));
    const first = await serve(async (_run, signal) => {
      started();
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const id = await first.enqueue(await first.newLane());
    await begun;
    await first.stop();
    const resumed: ClaimedRun[] = [];
    const jobs = await serve(async (run) => {
      resumed.push(run);
    });
    expect(await jobs.until(1)).toEqual([id]);
    expect(resumed).toMatchObject([{ id, attempt: 2, resumed: true }]);
  });

  test('are found by the reconciler when no queue job knows of them', async () => {
    const jobs = await serve(async () => {});
    const id = await jobs.enqueue(await jobs.newLane(), { wake: false });
    expect(await jobs.lanes.reconcile()).toBe(1);
    expect(await jobs.until(1)).toEqual([id]);
    expect(await jobs.lanes.reconcile()).toBe(0);
  });

  test('are found by the reconciler when the queue has put their lane off for hours', async () => {
    const jobs = await serve(async () => {});
    const lane = await jobs.newLane();
    const id = await jobs.enqueue(lane, { wake: false });
    const later = new Date(Date.now() + 6 * 3_600_000);
    await jobs.queue.wake(sql, { task: 'run-index-job', id: lane, ownerId: 'local', sessionId: lane }, later);
    expect(await jobs.lanes.reconcile()).toBe(0);
    await sql.query(`update graphile_worker._private_jobs set attempts = 9, last_error = 'No space left on device'`);
    expect(await jobs.lanes.reconcile()).toBe(1);
    expect(await jobs.until(1)).toEqual([id]);
  });

  test('wait for their time by the database’s clock, whatever this machine’s says', async () => {
    const claimed: Date[] = [];
    const jobs = await serve(async () => {
      const [row] = await sql.query<{ now: Date }>('select now()');
      if (row !== undefined) claimed.push(row.now);
      if (claimed.length > 1) return;
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
      throw new AgentFailure('PROVIDER_QUOTA', 'Slow down.', { retryable: true, retryAfterMs: 1_500 });
    });
    try {
      const id = await jobs.enqueue(await jobs.newLane());
      expect(await jobs.until(1)).toEqual([id]);
    } finally {
      vi.useRealTimers();
    }
    const [first = new Date(), second = first] = claimed;
    expect(second.getTime() - first.getTime()).toBeGreaterThanOrEqual(1_500);
  });

  test('are left to the attempt that replaced this one', async () => {
    let calls = 0;
    const jobs = await serve(async (run) => {
      calls += 1;
      if (calls > 1) return;
      await sql.query('update rag_index_jobs set attempt = attempt + 1 where id = $1', [run.id]);
      throw new StaleAttemptError(run.id, run.attempt);
    });
    const id = await jobs.enqueue(await jobs.newLane());
    expect(await jobs.until(1)).toEqual([id]);
    expect(jobs.failures).toEqual([]);
  });

  test('of one lane do not wait for those of another', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    let slow = '';
    const jobs = await serve(async (run) => {
      if (run.laneId === slow) await gate;
    });
    slow = await jobs.newLane();
    const blocked = await jobs.enqueue(slow);
    const free = await jobs.enqueue(await jobs.newLane());
    expect(await jobs.until(1)).toEqual([free]);
    release();
    expect(await jobs.until(2)).toEqual([free, blocked]);
  });
});

describe('a long run', () => {
  /** One slot, and a run that has it until it must give way; `others` is what any other attempt does. */
  async function serveLong(others: () => Promise<void> = async () => {}) {
    const attempts: (readonly [string, boolean])[] = [];
    let lane = '';
    const jobs = await serve(
      async ({ laneId, resumed }, _signal, giveWay) => {
        attempts.push([laneId, resumed]);
        if (laneId !== lane || resumed) return others();
        for (;;) {
          await giveWay();
          await sleep(20);
        }
      },
      { slots: 1, sliceMs: 0 },
    );
    lane = await jobs.newLane();
    return { jobs, lane, id: await jobs.enqueue(lane), attempts };
  }

  test('gives way to a lane that waits for its slot, and goes on in its next turn', async () => {
    const { jobs, lane, id, attempts } = await serveLong();
    const other = await jobs.newLane();
    const second = await jobs.enqueue(other);
    expect(await jobs.until(2)).toEqual([second, id]);
    expect(attempts).toEqual([
      [lane, false],
      [other, false],
      [lane, true],
    ]);
    expect(await sql.query('select failures from rag_index_jobs where id = $1', [id])).toEqual([{ failures: 0 }]);
  });

  test('that has given way ends at once when it is cancelled', async () => {
    const gate = new Gate();
    const begun = new Gate();
    const { jobs, id } = await serveLong(() => {
      begun.open();
      return gate.opened;
    });
    const second = await jobs.enqueue(await jobs.newLane());
    await begun.opened;
    await jobs.cancellation.cancel(id);
    expect(await jobs.statusOf(id)).toBe('CANCELLED');
    gate.open();
    expect(await jobs.until(2)).toEqual([id, second]);
  });

  test('keeps its slot for a while, whoever waits', async () => {
    const waits = new Gate();
    const jobs = await serve(
      async (_run, _signal, giveWay) => {
        await waits.opened;
        await giveWay();
      },
      { slots: 1 },
    );
    const lane = await jobs.newLane();
    const ids = [await jobs.enqueue(lane), await jobs.enqueue(await jobs.newLane())];
    await expect.poll(() => jobs.isAwaited(lane), { timeout: 10_000 }).toBe(true);
    waits.open();
    expect(await jobs.until(2)).toEqual(ids);
  });

  test('is not asked to give way to who could not have its slot, nor when the process takes no more work', async () => {
    const gate = new Gate();
    const jobs = await serve(() => gate.opened, { slots: 2, share: 1 });
    const [lane, anns, annsNext] = [await jobs.newLane(), await jobs.newLane(), await jobs.newLane()];
    await jobs.enqueue(lane);
    for (const each of [anns, annsNext]) await jobs.enqueue(each, { ownerId: 'ann' });
    await expect.poll(() => jobs.isAwaited(anns, 'ann'), { timeout: 10_000 }).toBe(true);
    expect(await jobs.isAwaited(lane)).toBe(false);
    const drained = jobs.queue.drain();
    expect(await jobs.isAwaited(anns, 'ann')).toBe(false);
    gate.open();
    await drained;
    expect(jobs.ended).toHaveLength(2);
  });
});
