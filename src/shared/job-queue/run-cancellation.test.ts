import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { JobLanes, type JobLanesOptions, type Work } from '../../../tests/kit/job-lanes.js';
import { type Sql, sqlOn } from '../database/sql.js';
import { AgentFailure, RunCancelledError, StaleAttemptError } from '../run-errors.js';
import { tellToStop } from './attempt-watch.js';

let fresh: FreshDatabase;
let sql: Sql;
const serving: JobLanes[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  sql = sqlOn(fresh.database.pool);
});

afterEach(async () => {
  for (const jobs of serving.splice(0)) await jobs.stop();
});
afterAll(() => fresh.dispose());

async function serve(work: Work, options?: JobLanesOptions): Promise<JobLanes> {
  const jobs = await JobLanes.serve(fresh.database.pool, work, options);
  serving.push(jobs);
  return jobs;
}

const nothing: Work = async () => {};

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}

/** Work that begins, and stops when it is told to; `stopped` has what it was told. */
function endless() {
  const begun = gate();
  const stopped: unknown[] = [];
  const work: Work = async (_run, signal) => {
    begun.open();
    await aborted(signal);
    stopped.push(signal.reason);
    throw signal.reason;
  };
  return { begun: begun.opened, stopped, work };
}

describe('a queued run that is cancelled', () => {
  test('has ended at once, and the next of its lane goes on', async () => {
    const idle = await serve(nothing, { start: false });
    const lane = await idle.newLane();
    const [first, second] = [await idle.enqueue(lane), await idle.enqueue(lane)];
    await idle.cancellation.cancel(first);
    expect({ status: await idle.statusOf(first), events: await idle.eventsOf(first) }).toEqual({
      status: 'CANCELLED',
      events: ['terminal'],
    });
    const ran: string[] = [];
    const jobs = await serve(async ({ id }) => void ran.push(id));
    expect(await jobs.until(1)).toEqual([second]);
    expect(ran).toEqual([second]);
  });

  test('wakes its lane, in which nothing else would', async () => {
    const jobs = await serve(nothing);
    const lane = await jobs.newLane();
    const first = await jobs.enqueue(lane, { wake: false });
    const second = await jobs.enqueue(lane, { wake: false });
    await jobs.cancellation.cancel(first);
    expect(await jobs.until(2)).toEqual([first, second]);
    expect(await jobs.statusOf(second)).toBe('DONE');
  });
});

describe('a running run that is cancelled', () => {
  test('is CANCELLING until its work has really stopped, then CANCELLED, and the next of its lane goes on', async () => {
    const begun = gate();
    const told = gate();
    const call = gate();
    let calls = 0;
    const jobs = await serve(async (_run, signal) => {
      calls += 1;
      if (calls > 1) return;
      begun.open();
      await aborted(signal);
      told.open();
      await call.opened;
      throw signal.reason;
    });
    const lane = await jobs.newLane();
    const [id, next] = [await jobs.enqueue(lane), await jobs.enqueue(lane)];
    await begun.opened;
    await jobs.cancellation.cancel(id);
    await told.opened;
    expect(await jobs.statusOf(id)).toBe('CANCELLING');
    expect(await jobs.eventsOf(id)).toEqual(['cancelling']);
    await jobs.cancellation.cancel(id);
    call.open();
    expect(await jobs.until(2)).toEqual([id, next]);
    expect(await jobs.statusOf(id)).toBe('CANCELLED');
    expect(await jobs.eventsOf(id)).toEqual(['cancelling', 'terminal']);
    expect(jobs.failures).toEqual([]);
  });

  test('also ends when no notification arrives, a little later', async () => {
    const { begun, stopped, work } = endless();
    const jobs = await serve(work, { listen: false, lookEveryMs: 20 });
    const id = await jobs.enqueue(await jobs.newLane());
    await begun;
    await jobs.cancellation.cancel(id);
    expect(await jobs.until(1)).toEqual([id]);
    expect(await jobs.statusOf(id)).toBe('CANCELLED');
    expect(stopped).toEqual([expect.any(RunCancelledError)]);
  });

  test('is told by another process', async () => {
    const { begun, work } = endless();
    const worker = await serve(work);
    const other = await serve(nothing, { start: false });
    const id = await worker.enqueue(await worker.newLane());
    await begun;
    await other.cancellation.cancel(id);
    expect(await worker.until(1)).toEqual([id]);
    expect(await worker.statusOf(id)).toBe('CANCELLED');
  });

  test.each([
    ['ends well', async () => {}],
    ['fails', async () => Promise.reject(new AgentFailure('PROVIDER_REFUSED', 'No.'))],
    ['fails in a way that may pass', async () => Promise.reject(new Error('once'))],
  ])('is CANCELLED, and not tried again, when its work %s at the same moment', async (_how, ending) => {
    let calls = 0;
    // It never looks: what the row says decides.
    const jobs = await serve(
      async (run) => {
        calls += 1;
        await jobs.cancellation.cancel(run.id);
        await ending();
      },
      { listen: false },
    );
    const id = await jobs.enqueue(await jobs.newLane());
    expect(await jobs.until(1)).toEqual([id]);
    expect({ status: await jobs.statusOf(id), events: await jobs.eventsOf(id), calls }).toEqual({
      status: 'CANCELLED',
      events: ['cancelling', 'terminal'],
      calls: 1,
    });
    expect(jobs.failures).toEqual([]);
    // Counted as a failure it would wait for a retry before it ends.
    expect(await sql.query('select failures from rag_index_jobs where id = $1', [id])).toEqual([{ failures: 0 }]);
  });

  test('ends at once when its process has handed it back', async () => {
    const { begun, work } = endless();
    const first = await serve(work);
    const id = await first.enqueue(await first.newLane());
    await begun;
    await first.stop();
    await first.cancellation.cancel(id);
    expect(await first.statusOf(id)).toBe('CANCELLED');
  });

  test('is ended by the next process when its own was killed', async () => {
    const { begun, work } = endless();
    const first = await serve(work);
    const lane = await first.newLane();
    const [id, next] = [await first.enqueue(lane), await first.enqueue(lane)];
    await begun;
    await first.stop();
    // As a process leaves it that has no time to hand it back.
    await sql.query('update rag_index_jobs set retry_at = null where id = $1', [id]);
    await first.cancellation.cancel(id);
    expect(await first.statusOf(id)).toBe('CANCELLING');
    const ran: string[] = [];
    const second = await serve(async (run) => void ran.push(run.id));
    expect(await second.until(2)).toEqual([id, next]);
    expect(await second.statusOf(id)).toBe('CANCELLED');
    expect(ran).toEqual([next]);
  });
});

describe('a run that waits for its next attempt', () => {
  test('ends at once when it is cancelled, and is not tried again', async () => {
    const failed = gate();
    let calls = 0;
    const jobs = await serve(async () => {
      calls += 1;
      failed.open();
      throw new AgentFailure('PROVIDER_UNAVAILABLE', 'Down.', { retryable: true, retryAfterMs: 60_000 });
    });
    const id = await jobs.enqueue(await jobs.newLane());
    await failed.opened;
    await expect
      .poll(async () => (await sql.query('select retry_at from rag_index_jobs where id = $1', [id]))[0]?.retry_at)
      .toBeTruthy();
    await jobs.cancellation.cancel(id);
    expect(await jobs.statusOf(id)).toBe('CANCELLED');
    const next = await jobs.enqueue(await jobs.newLane());
    await expect.poll(() => calls).toBe(2);
    await jobs.cancellation.cancel(next);
    expect(await jobs.until(2)).toEqual([id, next]);
  });
});

describe('a run that has ended', () => {
  test('stays as it is', async () => {
    const jobs = await serve(nothing);
    const id = await jobs.enqueue(await jobs.newLane());
    await jobs.until(1);
    await jobs.cancellation.cancel(id);
    await jobs.cancellation.cancel('job_that_never_was');
    expect({ status: await jobs.statusOf(id), events: await jobs.eventsOf(id) }).toEqual({
      status: 'DONE',
      events: ['terminal'],
    });
  });

  test('has one end, whoever comes first: its worker or a cancellation', async () => {
    const jobs = await serve(nothing);
    const ids: string[] = [];
    for (let index = 0; index < 20; index += 1) {
      const id = await jobs.enqueue(await jobs.newLane());
      ids.push(id);
      await Promise.all([jobs.cancellation.cancel(id), jobs.cancellation.cancel(id)]);
    }
    await jobs.until(20);
    for (const id of ids) {
      const events = await jobs.eventsOf(id);
      const status = await jobs.statusOf(id);
      expect(events.filter((type) => type === 'terminal')).toEqual(['terminal']);
      expect(status).toBe(events.includes('cancelling') ? 'CANCELLED' : status);
      expect(['DONE', 'CANCELLED']).toContain(status);
    }
  });
});

describe('a run whose row is gone or taken over', () => {
  test('stops soon, and writes nothing', async () => {
    const { begun, stopped, work } = endless();
    const jobs = await serve(work);
    const lane = await jobs.newLane();
    const id = await jobs.enqueue(lane);
    await begun;
    await sql.query('delete from rag_sessions where id = $1', [lane]);
    await tellToStop(sql, id);
    await expect.poll(() => stopped).toEqual([expect.any(StaleAttemptError)]);
    expect(await jobs.eventsOf(id)).toEqual([]);
  });
});
