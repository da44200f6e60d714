import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { JobLanes, type JobLanesOptions, type Work } from '../../../tests/kit/job-lanes.js';
import { type Sql, sqlOn } from '../database/sql.js';
import { AgentFailure, DatabaseFailure, StaleAttemptError } from '../errors.js';
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

  test('wait for a database that cannot do it now, which is no failure of theirs', async () => {
    const states = ['DATABASE_UNAVAILABLE', 'STORAGE_FULL'] as const;
    const attempts: number[] = [];
    const jobs = await serve(async ({ attempt }) => {
      attempts.push(attempt);
      const state = states[attempts.length - 1];
      if (state !== undefined) throw new DatabaseFailure(state);
    });
    const id = await jobs.enqueue(await jobs.newLane());
    expect(await jobs.until(1)).toEqual([id]);
    expect(attempts).toEqual([1, 2, 3]);
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

  test('give way to a lane that waits for their slot, and go on in their next turn', async () => {
    const attempts: (readonly [string, boolean])[] = [];
    let long = '';
    const jobs = await serve(
      async ({ laneId, resumed }, _signal, isToGiveWay) => {
        attempts.push([laneId, resumed]);
        if (laneId !== long || resumed) return undefined;
        while (!(await isToGiveWay())) await sleep(20);
        return 'gave way';
      },
      { slots: 1, sliceMs: 0 },
    );
    long = await jobs.newLane();
    const other = await jobs.newLane();
    const [first, second] = [await jobs.enqueue(long), await jobs.enqueue(other)];
    expect(await jobs.until(2)).toEqual([second, first]);
    expect(attempts).toEqual([
      [long, false],
      [other, false],
      [long, true],
    ]);
  });

  test('keep their slot when nobody waits for it, and for a while when somebody does', async () => {
    const asked: boolean[] = [];
    const work: Work = async (_run, _signal, isToGiveWay) => void asked.push(await isToGiveWay());
    const alone = await serve(work, { sliceMs: 0 });
    await alone.enqueue(await alone.newLane());
    await alone.until(1);
    await alone.stop();
    const hurried: JobLanes = await serve(
      async (...given) => {
        if (asked.length === 1) while (!(await hurried.queue.hasWaiting(sql, hurried.task))) await sleep(20);
        await work(...given);
      },
      { slots: 1 },
    );
    for (let lanes = 0; lanes < 2; lanes += 1) await hurried.enqueue(await hurried.newLane());
    await hurried.until(2);
    expect(asked).toEqual([false, false, false]);
  });
});
