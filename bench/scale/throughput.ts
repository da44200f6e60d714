import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { GraphQLClient } from '../../tests/kit/graphql-client.js';
import { SHOP } from '../../tests/kit/projects.js';
import type { ServerProcess } from '../../tests/kit/server-process.js';
import { Story } from '../../tests/kit/story.js';
import type { Places } from '../../tests/stress/stress-run.js';
import { type Environment, StressServers } from '../../tests/stress/stress-servers.js';
import { parentOf, processorTime } from './processor-time.js';

export const WORKERS = [1, 2, 4] as const;
const SENDERS = 16;
const LOOK_EVERY_MS = 20;
const QUESTIONS = ['How is the cart total computed?', 'What happens when a payment fails?', 'Who keeps the sessions?'];

export interface Load {
  readonly tasks: number;
  readonly mode: 'PROJECT_QA' | 'QA';
  /** Of all processes. */
  readonly env: Environment;
}

export interface Throughput {
  readonly workers: number;
  readonly tasksASecond: number;
  /** Processors that were busy with it, of all there are: 1 is one of them all the time. */
  readonly processors: {
    readonly api: number;
    readonly workers: number;
    readonly database: number;
    readonly client: number;
  };
}

/**
 * Sends tasks to one API process, each to a dialog of its own, and measures from the first message to the last end: with
 * one worker, then with another beside it, then with four.
 */
export async function measureThroughput(places: Places, load: Load): Promise<Throughput[]> {
  const { env } = load;
  return StressServers.on(places, async (servers) => {
    const [api] = await servers.serving(1, env);
    if (api === undefined) throw new Error('There is no API process.');
    const story = new Story(new GraphQLClient(api.url));
    const workers: ServerProcess[] = [];
    const measured: Throughput[] = [];
    let sessionId: string | null = null;
    for (const count of WORKERS) {
      while (workers.length < count) workers.push(await servers.start({ ROLE: 'worker', ...env }));
      sessionId ??= await story.index(SHOP);
      measured.push(await measure(story, sessionId, load, { api, workers }));
    }
    return measured;
  });
}

async function measure(
  story: Story,
  sessionId: string,
  { tasks, mode }: Load,
  { api, workers }: { api: ServerProcess; workers: readonly ServerProcess[] },
): Promise<Throughput> {
  const database = new pg.Client({ connectionString: api.place.databaseUrl ?? '' });
  await database.connect();
  try {
    const dialogs = await inTurns(tasks, () => story.dialog(sessionId));
    const { rows } = await database.query<{ pid: number }>('select pg_backend_pid() as pid');
    const postmaster = await parentOf(rows[0]?.pid ?? 0);
    const times = async () => ({
      api: await processorTime(api.pid ?? 0),
      workers: await sumOf(workers.map(({ pid }) => processorTime(pid ?? 0))),
      database: await processorTime(postmaster, { children: true }),
      client: await processorTime(process.pid),
    });
    const before = await times();
    const start = performance.now();
    await inTurns(tasks, (index) => {
      const question = QUESTIONS[index % QUESTIONS.length] ?? '';
      return story.send(dialogs[index] ?? '', question, { mode });
    });
    while ((await unfinished(database)) > 0) await sleep(LOOK_EVERY_MS);
    const ms = performance.now() - start;
    const after = await times();
    await requireAllDone(database);
    const busy = (part: keyof typeof before) => (after[part] - before[part]) / ms;
    return {
      workers: workers.length,
      tasksASecond: (tasks * 1000) / ms,
      processors: { api: busy('api'), workers: busy('workers'), database: busy('database'), client: busy('client') },
    };
  } finally {
    await database.end();
  }
}

/** Some at a time. */
async function inTurns<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = new Array(count);
  let next = 0;
  const senders = Array.from({ length: SENDERS }, async () => {
    for (let index = next++; index < count; index = next++) results[index] = await work(index);
  });
  await Promise.all(senders);
  return results;
}

async function unfinished(database: pg.Client): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from agent_tasks where status in ('QUEUED', 'RUNNING', 'CANCELLING')`,
  );
  return rows[0]?.count ?? 0;
}

/** A task that failed quickly would count as a fast one. */
async function requireAllDone(database: pg.Client): Promise<void> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from agent_tasks where status <> 'DONE'`,
  );
  if (rows[0]?.count !== 0) throw new Error(`${rows[0]?.count} tasks did not end in DONE.`);
}

async function sumOf(values: readonly Promise<number>[]): Promise<number> {
  return (await Promise.all(values)).reduce((sum, value) => sum + value, 0);
}
