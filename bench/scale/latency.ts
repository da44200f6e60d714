import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { TaskEvent } from '../../src/contracts/events.js';
import { type Sql, sqlOn } from '../../src/shared/database/sql.js';
import { EventLog } from '../../src/shared/event-log/event-log.js';
import { Wakeups } from '../../src/shared/event-log/wakeups.js';
import { createLogger } from '../../src/shared/logger.js';
import { RestClient } from '../../tests/kit/rest-client.js';
import { insertDialog, insertSession, insertTask } from '../../tests/stress/seed-rows.js';
import type { Places } from '../../tests/stress/stress-run.js';
import { StressServers } from '../../tests/stress/stress-servers.js';
import { median, quantile } from '../statistics.js';

const EVENTS = 300;
const WARM_UP = 20;
const PAUSE_MS = 5;

/** In milliseconds, from the statement's sending, its commit included. */
export interface Latencies {
  readonly event: { readonly median: number; readonly p95: number };
  readonly bare: { readonly median: number; readonly p95: number };
}

/**
 * An event that this process appends, until a client of an API process has it; in turn with a bare NOTIFY of this process
 * until another connection has it.
 */
export async function measureLatency(places: Places): Promise<Latencies> {
  return StressServers.on(places, async (servers) => {
    const [api] = await servers.serving(1);
    const pool = new pg.Pool({ connectionString: servers.place.databaseUrl ?? '', max: 2 });
    try {
      const sql = sqlOn(pool);
      const log = new EventLog({ pool, wakeups: new Wakeups({ pool, log: createLogger('silent') }) });
      const taskId = await newStream(sql, log);
      const events = new RestClient(api?.url ?? '').events(`/api/events?task_id=${taskId}`);
      const listener = await pool.connect();
      await listener.query('listen bare');
      const bareArrival = () =>
        new Promise<number>((resolve) => listener.once('notification', () => resolve(performance.now())));
      const [event, bare]: [number[], number[]] = [[], []];
      await events.next();
      for (let index = 0; index < EVENTS + WARM_UP; index += 1) {
        const arrival = events.next().then(() => performance.now());
        const appended = performance.now();
        await log.append(sql, taskId, 0, { type: 'task_step', step: `step ${index}`, label: null } as TaskEvent);
        event.push((await arrival) - appended);
        await sleep(PAUSE_MS);
        const heard = bareArrival();
        const notified = performance.now();
        await sql.query(`select pg_notify('bare', $1)::text`, [taskId]);
        bare.push((await heard) - notified);
        await sleep(PAUSE_MS);
      }
      await events.return(undefined);
      listener.release(true);
      const summary = (values: readonly number[]) => {
        const counted = values.slice(WARM_UP);
        return { median: median(counted), p95: quantile(counted, 0.95) };
      };
      return { event: summary(event), bare: summary(bare) };
    } finally {
      await pool.end();
    }
  });
}

/** The log of a task that no worker will take up. */
async function newStream(sql: Sql, log: EventLog): Promise<string> {
  const dialogId = await insertDialog(sql, await insertSession(sql));
  const taskId = await insertTask(sql, dialogId, { question: 'Who is there?', mode: 'QA', status: 'QUEUED' });
  await log.create(sql, taskId);
  await log.append(sql, taskId, 0, { type: 'task_status', status: 'QUEUED', queuePosition: 1 } as TaskEvent);
  return taskId;
}
