import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, ownDatabase } from '../../../tests/kit/database.js';
import { Gate } from '../../../tests/kit/gate.js';
import { testDatabaseUrl } from '../../../tests/kit/postgres.js';
import { type Sql, sqlOn } from '../database/sql.js';
import { JobQueue } from './job-queue.js';
import type { LaneHandler } from './lane.js';
import { WorkerPresence } from './worker-presence.js';

const log = pino({ level: 'silent' });
const TASK = 'look';

let fresh: FreshDatabase;
let sql: Sql;
const queues: JobQueue[] = [];

beforeAll(async () => {
  fresh = await ownDatabase();
  sql = sqlOn(fresh.database.pool);
});
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.stop()));
  await sql.query('truncate graphile_worker._private_jobs, graphile_worker._private_job_queues');
});
afterAll(() => fresh.dispose());

function newQueue(): JobQueue {
  const { pool } = fresh.database;
  const openPresence = testDatabaseUrl === null ? null : () => WorkerPresence.open(pool);
  const queue = new JobQueue({ pool, log, openPresence });
  queues.push(queue);
  return queue;
}

/** A queue that serves lanes with `handle`. */
async function serve(handle: LaneHandler, concurrency = 2): Promise<JobQueue> {
  const queue = newQueue();
  await queue.start([{ count: concurrency, ownerShare: concurrency, handlers: { [TASK]: handle } }]);
  return queue;
}

const newLane = () => ({ task: TASK, id: crypto.randomUUID(), ownerId: 'local', sessionId: 's' });
const holders = () =>
  sql.query<{ locked_by: string | null }>('select locked_by from graphile_worker._private_jobs order by id');

describe('the queue', () => {
  test('serves each set of tasks although all slots of the other one are taken', async () => {
    const queue = newQueue();
    const ending = new Gate();
    const served: string[] = [];
    const serveUntil =
      (gate: Promise<void>): LaneHandler =>
      async ({ task }) => {
        served.push(task);
        await gate;
      };
    await queue.start([
      { count: 2, ownerShare: 2, handlers: { long: serveUntil(ending.opened) } },
      { count: 1, ownerShare: 1, handlers: { short: serveUntil(Promise.resolve()) } },
    ]);
    for (let lane = 1; lane <= 5; lane += 1) await queue.wake(sql, { ...newLane(), task: 'long' });
    await expect.poll(() => served, { timeout: 30_000 }).toEqual(['long', 'long']);
    await queue.wake(sql, { ...newLane(), task: 'short' });
    await expect.poll(() => served, { timeout: 30_000 }).toEqual(['long', 'long', 'short']);
    ending.open();
  });

  test('keeps nothing of lanes that have no job', async () => {
    let served = 0;
    const queue = await serve(async () => {
      served += 1;
    });
    const later = newLane();
    await queue.wake(sql, later, new Date(Date.now() + 3_600_000));
    for (let lane = 1; lane <= 20; lane += 1) await queue.wake(sql, newLane());
    await expect.poll(() => served, { timeout: 30_000 }).toBe(20);
    await expect.poll(holders, { timeout: 30_000 }).toHaveLength(1);
    await queue.forgetIdleLanes();
    const lanes = await sql.query('select queue_name from graphile_worker._private_job_queues');
    expect(lanes).toEqual([{ queue_name: `${TASK}:${later.id}` }]);
  });

  test('keeps nothing of a job that failed after its lane was woken anew', async () => {
    const [begun, failing] = [new Gate(), new Gate()];
    let served = 0;
    const queue = await serve(async () => {
      served += 1;
      if (served > 1) return;
      begun.open();
      await failing.opened;
      throw new Error('The worker dies.');
    });
    const lane = newLane();
    await queue.wake(sql, lane);
    await begun.opened;
    await queue.wake(sql, lane);
    failing.open();
    await expect.poll(() => served, { timeout: 30_000 }).toBe(2);
    const left = async () => {
      await queue.forgetIdleLanes();
      return sql.query('select queue_name from graphile_worker._private_job_queues');
    };
    await expect.poll(left, { timeout: 30_000 }).toEqual([]);
  });

  test('loses no wake-up to the clearing of lanes', async () => {
    const lanes = Array.from({ length: 4 }, newLane);
    const seen = new Map<string, number>(lanes.map(({ id }) => [id, 0]));
    const queue = await serve(async ({ id }) => {
      seen.set(id, (seen.get(id) ?? 0) + 1);
    });
    let clearing = true;
    const cleared = (async () => {
      while (clearing) await queue.forgetIdleLanes();
    })();
    try {
      for (let round = 1; round <= 40; round += 1) {
        await Promise.all(lanes.map((lane) => queue.wake(sql, lane)));
        const served = () => [...seen.values()].every((count) => count >= round);
        await expect.poll(served, { interval: 1, timeout: 30_000 }).toBe(true);
      }
    } finally {
      clearing = false;
      await cleared;
    }
  });
});

describe('a queue whose database takes back no job that has failed', () => {
  const hasRoomAgain = () => sql.query('drop function if exists refuse cascade');

  beforeAll(() => sql.query('create sequence refusals'));
  beforeEach(async () => {
    // A sequence is not rolled back with what was refused.
    await sql.query('alter sequence refusals restart');
    await sql.query(`create function refuse() returns trigger language plpgsql as $$
      begin
        perform nextval('refusals');
        raise exception 'could not extend file: No space left on device' using errcode = '53100';
      end $$`);
    await sql.query(`create trigger refuse before update of last_error on graphile_worker._private_jobs
      for each row execute function refuse()`);
  });
  afterEach(hasRoomAgain);

  async function refusals(): Promise<number | undefined> {
    const [row] = await sql.query<{ count: number }>('select is_called::int * last_value::int as count from refusals');
    return row?.count;
  }

  /** Serves three lanes: the first two fail and the third ends, each when its gate opens; then each just ends. */
  async function serveThree() {
    const gates = { failFirst: new Gate(), failSecond: new Gate(), endThird: new Gate() };
    const inOrder = Object.values(gates);
    const served: string[] = [];
    const queue = await serve(async ({ id }) => {
      const place = served.push(id);
      await inOrder[place - 1]?.opened;
      if (place < 3) throw new Error('No room.');
    }, 3);
    for (let lane = 1; lane <= 3; lane += 1) await queue.wake(sql, newLane());
    await expect.poll(() => served, { timeout: 30_000 }).toHaveLength(3);
    return { queue, served, ...gates };
  }

  async function failTwo({ failFirst, failSecond }: { failFirst: Gate; failSecond: Gate }): Promise<void> {
    failFirst.open();
    await expect.poll(refusals, { timeout: 30_000 }).toBe(1);
    failSecond.open();
    await expect.poll(refusals, { timeout: 30_000 }).toBe(2);
  }

  test('hands its work back, and serves it anew when the database can do it', async () => {
    const { queue, served, endThird, ...gates } = await serveThree();
    await failTwo(gates);
    endThird.open();
    await hasRoomAgain();
    const servedAgain = async () => {
      await queue.releaseDead();
      return served.slice(3).sort();
    };
    await expect.poll(servedAgain, { timeout: 30_000 }).toEqual(served.slice(0, 2).sort());
    expect(queue.isServing).toBe(true);
  });

  test('ends when it is drained, after what runs', async () => {
    const { queue, endThird, ...gates } = await serveThree();
    const drained = Promise.race([queue.drain().then(() => 'drained'), endThird.opened.then(() => 'third ends')]);
    await failTwo(gates);
    endThird.open();
    expect(await drained).toBe('third ends');
    await queue.drain();
  });
});

describe.skipIf(testDatabaseUrl === null)('on PostgreSQL, the queue of several processes', () => {
  /** Ends the connections that show the presence of workers. */
  const loseSight = () =>
    sql.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 1
       and database = (select oid from pg_database where datname = current_database())`,
    );

  test('leaves a worker that lives its job, however long it takes', async () => {
    const ending = new Gate();
    const begun = new Gate();
    const queue = await serve(async () => {
      begun.open();
      await ending.opened;
    }, 1);
    await queue.wake(sql, newLane());
    await begun.opened;
    const before = await holders();
    expect(before).toEqual([{ locked_by: expect.any(String) }]);
    await newQueue().releaseDead();
    expect(await holders()).toEqual(before);
    ending.open();
    await expect.poll(holders, { timeout: 30_000 }).toEqual([]);
  });

  test('gives the job of a worker whose presence is gone to another one at once', async () => {
    const queue = newQueue();
    const lane = newLane();
    await queue.wake(sql, lane);
    await sql.query(`update graphile_worker._private_jobs set locked_by = 'pool-of-the-dead', locked_at = now()`);
    await sql.query(`update graphile_worker._private_job_queues set locked_by = 'pool-of-the-dead', locked_at = now()`);
    const served = new Gate();
    await serve(async () => served.open());
    await queue.releaseDead();
    await served.opened;
  });

  test('aborts the jobs of a process that cannot show its presence, then serves them anew', async () => {
    const reasons: Error[] = [];
    const begun = new Gate();
    const again = new Gate();
    const queue = await serve(async (_lane, signal) => {
      if (reasons.length > 0) return again.open();
      begun.open();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      reasons.push(signal.reason as Error);
      throw new Error('handed back');
    });
    await queue.wake(sql, newLane());
    await begun.opened;
    await loseSight();
    await again.opened;
    expect(reasons.map(({ message }) => message)).toEqual([expect.stringContaining('terminating connection')]);
    expect(queue.isServing).toBe(true);
  });

  test('does not complete a job that another worker has taken over', async () => {
    const ending = new Gate();
    const begun = new Gate();
    const queue = await serve(async () => {
      begun.open();
      await ending.opened;
    });
    await queue.wake(sql, newLane());
    await begun.opened;
    await sql.query(`update graphile_worker._private_jobs set locked_by = 'another'`);
    await sql.query(`update graphile_worker._private_job_queues set locked_by = 'another'`);
    ending.open();
    await queue.drain();
    expect(await holders()).toEqual([{ locked_by: 'another' }]);
    const { rows } = await fresh.database.pool.query('select locked_by from graphile_worker._private_job_queues');
    expect(rows).toEqual([{ locked_by: 'another' }]);
  });

  test('takes no more work when it drains, and lets what runs end', async () => {
    const ending = new Gate();
    const begun = new Gate();
    const ended: string[] = [];
    const queue = await serve(async (lane, signal) => {
      begun.open();
      await ending.opened;
      ended.push(`${lane.id} ${signal.aborted}`);
    }, 1);
    const [running, waiting] = [newLane(), newLane()];
    await queue.wake(sql, running);
    await begun.opened;
    const drained = queue.drain();
    await queue.wake(sql, waiting);
    ending.open();
    await drained;
    expect(ended).toEqual([`${running.id} false`]);
    expect(await holders()).toEqual([{ locked_by: null }]);
  });
});
