import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeOpenAi } from '../tests/fakes/openai/fake-openai.js';
import { BuildError } from '../tests/postgres/build-postgres.js';
import { openPlaces } from '../tests/stress/open-places.js';
import type { Places } from '../tests/stress/stress-run.js';
import type { Benchmark, Figure, Result } from './benchmark.js';
import { measureIdleSubscribers, type SubscriberMemory } from './scale/idle-subscribers.js';
import { type Latencies, measureLatency } from './scale/latency.js';
import { measureThroughput, type Throughput, WORKERS } from './scale/throughput.js';
import { median, ratios } from './statistics.js';

const TASKS = 120;
const MODEL_MS = 300;
/** A worker then waits for two calls at a time: four of them need less than two processors. A call keeps a connection. */
const WAITING = { WORKER_CONCURRENCY: '2', PROVIDER_CONCURRENCY: '8', DATABASE_POOL_SIZE: '14' };

/** What more processes bring, what a process between costs an event, and what a subscriber costs a process. */
export const scaleBenchmark: Benchmark = {
  name: 'scale',
  title: 'tasks with 1, 2 and 4 workers, events against bare LISTEN/NOTIFY, subscribers a process, on one PostgreSQL',
  async run({ runs, progress }) {
    try {
      const { places, close } = await openPlaces('postgres', progress);
      try {
        return await measureAll(places, runs, progress);
      } finally {
        await close();
      }
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      return nothingMeasured(error);
    }
  },
};

/** One run of each part. */
interface Run {
  readonly offline: readonly Throughput[];
  readonly waiting: readonly Throughput[];
  readonly latency: Latencies;
  readonly memory: SubscriberMemory;
}

async function measureAll(places: Places, runs: number, progress: (line: string) => void): Promise<Result> {
  const fake = await FakeOpenAi.start({ replies: () => sleep(MODEL_MS, 'It is computed in the cart [1].') });
  const model = { LLM_PROVIDER: 'openai', OPENAI_BASE_URL: fake.baseUrl, OPENAI_MODEL: 'small', ...WAITING };
  const all: Run[] = [];
  try {
    for (let run = 1; run <= runs; run += 1) {
      const offline = await measureThroughput(places, { tasks: TASKS, mode: 'PROJECT_QA', env: {} });
      const waiting = await measureThroughput(places, { tasks: TASKS, mode: 'QA', env: model });
      const latency = await measureLatency(places);
      const memory = await measureIdleSubscribers(places);
      all.push({ offline, waiting, latency, memory });
      const told = [...offline, ...waiting].map(({ tasksASecond }) => tasksASecond.toFixed(1)).join(', ');
      progress(
        `run ${run}: ${told} tasks/s; an event ${latency.event.median.toFixed(1)} ms; ${memory.perThousand.toFixed(0)} MB`,
      );
    }
  } finally {
    await fake.close();
  }
  return {
    figures: [
      ...throughputFigures(
        'offline model',
        all.map(({ offline }) => offline),
      ),
      ...throughputFigures(
        `model of ${MODEL_MS} ms`,
        all.map(({ waiting }) => waiting),
      ),
      ...latencyFigures(all.map(({ latency }) => latency)),
      ...memoryFigures(all.map(({ memory }) => memory)),
    ],
    notes: [
      `with the model of ${MODEL_MS} ms a worker serves ${WAITING.WORKER_CONCURRENCY} dialogs at a time, so that waiting is the limit`,
      `${TASKS} tasks, each in a dialog of its own, sent to one API process; from the first message to the last end`,
      `this machine has ${availableParallelism()} processors, which the API, the workers, the database and the client share:`,
      ...processorNotes(
        'offline model',
        all.map(({ offline }) => offline),
      ),
      ...processorNotes(
        `model of ${MODEL_MS} ms`,
        all.map(({ waiting }) => waiting),
      ),
      'an event: appended by this process until a client of an API process has it over REST; bare: NOTIFY until another connection has it',
      'subscribers are idle and evenly over REST and the three ways of GraphQL; their memory is heap and buffers after garbage was collected',
    ],
  };
}

function throughputFigures(name: string, runs: readonly (readonly Throughput[])[]): Figure[] {
  const single = runs.map(([one]) => one?.tasksASecond ?? Number.NaN);
  const more = WORKERS.slice(1).map((workers, index) => {
    const values = runs.map((measured, run) => (measured[index + 1]?.tasksASecond ?? Number.NaN) / (single[run] ?? 1));
    return figure(`  with ${workers} workers`, '×', values);
  });
  return [figure(`${name}, 1 worker`, 'tasks/s', single), ...more];
}

function latencyFigures(runs: readonly Latencies[]): Figure[] {
  const column = (from: keyof Latencies, value: 'median' | 'p95') => runs.map((latencies) => latencies[from][value]);
  const [events, bare] = [column('event', 'median'), column('bare', 'median')];
  return [
    figure('event to a client, median', 'ms', events),
    figure('  p95', 'ms', column('event', 'p95')),
    figure('bare NOTIFY, median', 'ms', bare),
    figure('  p95', 'ms', column('bare', 'p95')),
    figure('ratio of the medians', '×', ratios(events, bare)),
  ];
}

function memoryFigures(runs: readonly SubscriberMemory[]): Figure[] {
  const within = (mb: number) =>
    runs.map(({ withNone, perThousand }) => Math.floor(((mb - withNone) / perThousand) * 1_000));
  return [
    figure(
      'API process without subscribers',
      'MB',
      runs.map(({ withNone }) => withNone),
    ),
    figure(
      '1,000 subscribers',
      'MB',
      runs.map(({ perThousand }) => perThousand),
    ),
    figure('subscribers in 512 MB', '', within(512)),
    figure('subscribers in 1 GB', '', within(1_000)),
  ];
}

/** How many processors each part kept busy. */
function processorNotes(name: string, runs: readonly (readonly Throughput[])[]): string[] {
  return WORKERS.map((workers, index) => {
    const busy = (part: keyof Throughput['processors']) =>
      median(runs.map((measured) => measured[index]?.processors[part] ?? Number.NaN)).toFixed(2);
    const parts = `API ${busy('api')}, workers ${busy('workers')}, database ${busy('database')}, client ${busy('client')}`;
    return `  ${name}, ${workers} workers: ${parts}`;
  });
}

function figure(name: string, unit: string, values: readonly number[]): Figure {
  return { name, unit, values, limit: null };
}

function nothingMeasured(error: BuildError): Result {
  return {
    figures: [],
    equalities: [{ name: 'a PostgreSQL to measure on', expected: 'there', actual: ['none'] }],
    notes: [
      error.message,
      'Set TEST_DATABASE_URL to a PostgreSQL 15 or later with pgvector whose user may create databases.',
    ],
  };
}
