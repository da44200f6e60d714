import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import type { RunFailure } from '../../contracts/events.js';
import { type Sql, sqlOn } from '../database/sql.js';
import { AgentFailure, StaleAttemptError } from '../errors.js';
import { newId } from '../ids.js';
import { JobQueue } from './job-queue.js';
import { type ClaimedRun, RunLanes } from './run-lanes.js';

const log = pino({ level: 'silent' });
let fresh: FreshDatabase;
let sql: Sql;
let queue: JobQueue;

beforeAll(async () => {
  fresh = await freshDatabase();
  sql = sqlOn(fresh.database.pool);
});

afterEach(() => queue.stop());
afterAll(() => fresh.dispose());

type Work = (run: ClaimedRun, signal: AbortSignal) => Promise<void>;

/** Serves index jobs whose work is `work`; every end is recorded in `ended`, and `until` waits for so many. */
async function serve(work: Work, { start = true } = {}) {
  const ended: string[] = [];
  const failures: RunFailure[] = [];
  let wake = () => {};
  const end = async (run: ClaimedRun, status: string) => {
    await sql.query('update rag_index_jobs set status = $2::"RunStatus", finished_at = now() where id = $1', [
      run.id,
      status,
    ]);
    ended.push(run.id);
    wake();
  };
  queue = new JobQueue({ pool: fresh.database.pool, log });
  const lanes = new RunLanes({
    queue,
    pool: fresh.database.pool,
    log,
    kind: {
      task: 'run-index-job',
      table: 'rag_index_jobs',
      laneColumn: 'session_id',
      canStart: async () => true,
      execute: async (run, signal) => {
        await work(run, signal);
        await end(run, 'DONE');
      },
      fail: async (run, failure) => {
        failures.push(failure);
        await end(run, 'ERROR');
      },
    },
  });
  if (start) await queue.start({ 'run-index-job': lanes.handle }, 4);
  const until = async (count: number) => {
    while (ended.length < count) await new Promise<void>((resolve) => (wake = resolve));
    return ended;
  };
  return { lanes, ended, failures, until };
}

async function newLane(): Promise<string> {
  const id = newId('session');
  await sql.query(
    `insert into rag_sessions (id, project_id, embedding_provider, embedding_model, embedding_dimensions, chunker_version)
     values ($1, 'p', 'x', 'x', 1, 'x')`,
    [id],
  );
  return id;
}

async function enqueue(lane: string, { wake = true } = {}): Promise<string> {
  const id = newId('indexJob');
  await sql.query(`insert into rag_index_jobs (id, session_id, kind) values ($1, $2, 'CHANGES')`, [id, lane]);
  await sql.query('insert into stream_heads (stream) values ($1)', [id]);
  if (wake) await queue.wake(sql, { task: 'run-index-job', id: lane });
  return id;
}

describe('the runs of a lane', () => {
  test('go one at a time, in order', async () => {
    let running = 0;
    const { until } = await serve(async () => {
      running += 1;
      expect(running).toBe(1);
      await sql.query('select 1');
      running -= 1;
    });
    const lane = await newLane();
    const ids = [await enqueue(lane), await enqueue(lane), await enqueue(lane)];
    expect(await until(3)).toEqual(ids);
  });

  test('keep their order when one of them must be tried again', async () => {
    const attempts: string[] = [];
    const { until, failures } = await serve(async (run) => {
      attempts.push(run.id);
      if (attempts.length === 1) throw new Error('once');
    });
    const lane = await newLane();
    const [first, second] = [await enqueue(lane), await enqueue(lane)];
    expect(await until(2)).toEqual([first, second]);
    expect(attempts).toEqual([first, first, second]);
    expect(failures).toEqual([]);
  });

  test('end at once for an error that no retry can cure, and the next one goes on', async () => {
    let calls = 0;
    const { until, failures } = await serve(async () => {
      calls += 1;
      if (calls === 1) throw new AgentFailure('LLM_NOT_CONFIGURED', 'Set one up.');
    });
    const lane = await newLane();
    const ids = [await enqueue(lane), await enqueue(lane)];
    expect(await until(2)).toEqual(ids);
    expect(calls).toBe(2);
    expect(failures).toEqual([
      { code: 'LLM_NOT_CONFIGURED', message: 'Set one up.', retryable: false, retryAfterMs: null },
    ]);
  });

  test('are taken up by the next start when the process stopped in the middle, and say so', async () => {
    let started = () => {};
    const begun = new Promise<void>((resolve) => (started = resolve));
    await serve(async (_run, signal) => {
      started();
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const id = await enqueue(await newLane());
    await begun;
    await queue.stop();
    const resumed: ClaimedRun[] = [];
    const { until } = await serve(async (run) => {
      resumed.push(run);
    });
    expect(await until(1)).toEqual([id]);
    expect(resumed).toMatchObject([{ id, attempt: 2, resumed: true }]);
  });

  test('are found by the reconciler when no queue job knows of them', async () => {
    const { lanes, until } = await serve(async () => {});
    const id = await enqueue(await newLane(), { wake: false });
    expect(await lanes.reconcile()).toBe(1);
    expect(await until(1)).toEqual([id]);
    expect(await lanes.reconcile()).toBe(0);
  });

  test('are left to the attempt that replaced this one', async () => {
    let calls = 0;
    const { until, failures } = await serve(async (run) => {
      calls += 1;
      if (calls > 1) return;
      await sql.query('update rag_index_jobs set attempt = attempt + 1 where id = $1', [run.id]);
      throw new StaleAttemptError(run.id, run.attempt);
    });
    const id = await enqueue(await newLane());
    expect(await until(1)).toEqual([id]);
    expect(failures).toEqual([]);
  });

  test('of one lane do not wait for those of another', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const slow = await newLane();
    const { until } = await serve(async (run) => {
      if (run.laneId === slow) await gate;
    });
    const blocked = await enqueue(slow);
    const free = await enqueue(await newLane());
    expect(await until(1)).toEqual([free]);
    release();
    expect(await until(2)).toEqual([free, blocked]);
  });
});
