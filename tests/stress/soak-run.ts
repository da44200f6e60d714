import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../kit/random.js';
import type { ServerProcess } from '../kit/server-process.js';
import { countRows } from '../kit/table-counts.js';
import { memoryOf, PROBED, untilAtRest } from './server-memory.js';
import { type DatabaseSize, databaseSize } from './soak/database-size.js';
import { SoakClients } from './soak/soak-clients.js';
import type { StressRun } from './stress-run.js';
import { StressServers } from './stress-servers.js';

/** In stages: after the first the heap has what it needs, after three the database what retention lets stay. */
const STAGES = { whole: 10, short: 3 };
const STEADY_AFTER = 3;
const KEEP_HOURS = '0.003';
const RETENTION = {
  RETENTION_INTERVAL_MINUTES: '0.05',
  KEEP_EVENTS_HOURS: KEEP_HOURS,
  KEEP_JOB_ENTRIES_HOURS: KEEP_HOURS,
  KEEP_JOBS_HOURS: KEEP_HOURS,
  KEEP_IDEMPOTENCY_KEYS_HOURS: KEEP_HOURS,
  KEEP_UNUSED_CONTENTS_HOURS: KEEP_HOURS,
  KEEP_UNUSED_VECTORS_HOURS: KEEP_HOURS,
  KEEP_IDLE_DIALOGS_HOURS: KEEP_HOURS,
};
/** Times what was there after the first stage; the heap of a short run is still filling its caches. */
const MOST_HEAP = { whole: 1.1, short: 1.5 };
const MOST_SIZE = 1.15;
const SHORTEST_WHOLE = 2_000;
/** What is kept by time alone, whoever has gone, and what says how the tables came about. */
const NOT_OF_SESSIONS = ['public.embedding_cache', 'public.idempotency_keys', /_migrations$/];

/** A server that works for long, while retention removes what is old. */
export const soakRun: StressRun = {
  name: 'soak',
  title:
    'as many tasks as the size on the offline model, in many dialogs of several projects, with edits: the heap stays ' +
    'what it was after a tenth of them, the database what it was after three tenths, and in the end nothing is left',
  engines: ['embedded', 'postgres'],
  size: 5_000,
  run: ({ seed, size, places, progress }) =>
    StressServers.on(places, async (servers) => {
      const [api] = await servers.serving(1, { ...PROBED, ...RETENTION });
      assert.ok(api);
      const worker = servers.isEmbedded ? [] : [await servers.start({ ROLE: 'worker', ...PROBED, ...RETENTION })];
      const processes = [api, ...worker];
      const clients = new SoakClients(api.url, new Random(seed));
      const stages: Stage[] = [];
      const tasks = Math.round(size / (isWhole(size) ? STAGES.whole : STAGES.short));
      for (let done = tasks; done <= size; done += tasks) {
        const start = performance.now();
        await clients.work(tasks);
        const seconds = (performance.now() - start) / 1_000;
        await clients.replaceSession();
        stages.push(await measure(servers, processes, tasks / seconds));
        progress(`${done} tasks: ${told(stages.at(-1))}`);
      }
      // Those of the projects that are still there go by retention alone.
      while (isWhole(size) && (await clients.haveDialogs())) await sleep(100);
      await clients.deleteSessions();
      for (const server of processes) await untilAtRest(server);
      await servers.stopAll();
      await checkNothingIsLeft(servers);
      return checkedReport(stages, size);
    }),
};

interface Stage {
  /** Of each process. */
  readonly heaps: readonly number[];
  readonly rss: readonly number[];
  readonly database: DatabaseSize;
  readonly tasksASecond: number;
}

async function measure(
  servers: StressServers,
  processes: readonly ServerProcess[],
  tasksASecond: number,
): Promise<Stage> {
  for (const server of processes) await untilAtRest(server);
  const memories = await Promise.all(processes.map(memoryOf));
  return {
    heaps: memories.map(({ heapUsed }) => heapUsed),
    rss: memories.map(({ rss }) => rss),
    database: await databaseSize(servers.place),
    tasksASecond,
  };
}

async function checkNothingIsLeft({ place }: StressServers): Promise<void> {
  const rows = Object.entries(await countRows(place)).filter(([table]) =>
    NOT_OF_SESSIONS.every((but) => (typeof but === 'string' ? but !== table : !but.test(table))),
  );
  assert.deepEqual(Object.fromEntries(rows.filter(([, count]) => count > 0)), {}, 'rows are left of deleted sessions');
}

function checkedReport(stages: readonly Stage[], size: number): string[] {
  const [first, steady, last] = [stages[0], stages[STEADY_AFTER - 1], stages.at(-1)];
  assert.ok(first && steady && last);
  const heaps = last.heaps.map((heap, process) => heap / (first.heaps[process] ?? heap));
  const growth = last.database.bytes / steady.database.bytes;
  const report = [
    `${size} tasks; ${told(first)}`,
    `at the end: ${told(last)}`,
    `the heap is ${heaps.map((times) => times.toFixed(3)).join(' and ')} times what it was after the first stage, the database ${growth.toFixed(3)} times what it was after three`,
  ];
  assert.ok(Math.max(...heaps) <= (isWhole(size) ? MOST_HEAP.whole : MOST_HEAP.short), report.join('\n'));
  assert.ok(!isWhole(size) || growth <= MOST_SIZE, report.join('\n'));
  return report;
}

function isWhole(size: number): boolean {
  return size >= SHORTEST_WHOLE;
}

function told(stage: Stage | undefined): string {
  if (stage === undefined) return '';
  const { heaps, rss, database, tasksASecond } = stage;
  const each = (values: readonly number[]) => values.map((value) => (value / 1e6).toFixed(1)).join(' and ');
  const rows =
    database.rows === null
      ? ''
      : `; rows: ${Object.entries(database.rows)
          .map(([name, count]) => `${name} ${count}`)
          .join(', ')}`;
  return `heap ${each(heaps)} MB, resident ${each(rss)} MB, database ${each([database.bytes])} MB, ${tasksASecond.toFixed(1)} tasks/s${rows}`;
}
