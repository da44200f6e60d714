import { openDatabase } from '../src/shared/database/open-database.js';
import { ServerProcess } from '../tests/kit/server-process.js';
import type { Benchmark } from './benchmark.js';
import { withFolder } from './kit/temporary-server.js';
import { ratios } from './statistics.js';

/** From the start of the process to its first answer, against opening the bare database in a running process. */
export const startBenchmark: Benchmark = {
  name: 'start',
  title: 'first and later starts to the first answer, against the bare start of the database',
  async run({ runs, progress }) {
    const server: Starts[] = [];
    const database: Starts[] = [];
    for (let run = 1; run <= runs; run++) {
      server.push(await withFolder((folder) => twice(() => startServer(folder))));
      database.push(await withFolder((folder) => twice(() => startDatabase(folder))));
      progress(`run ${run}: ${JSON.stringify(server.at(-1))} ms, database ${JSON.stringify(database.at(-1))} ms`);
    }
    const figure = (name: string, values: readonly number[], unit: string) => ({ name, unit, values, limit: null });
    const column = (starts: readonly Starts[], key: keyof Starts) => starts.map((each) => each[key]);
    return {
      figures: [
        figure('first start', column(server, 'first'), 'ms'),
        figure('first start of the database', column(database, 'first'), 'ms'),
        figure('ratio', ratios(column(server, 'first'), column(database, 'first')), '×'),
        figure('later start', column(server, 'later'), 'ms'),
        figure('later start of the database', column(database, 'later'), 'ms'),
        figure('ratio', ratios(column(server, 'later'), column(database, 'later')), '×'),
      ],
      notes: ['the first answer is GET /readyz with 200; the database has answered when `select 1` has'],
    };
  },
};

interface Starts {
  readonly first: number;
  readonly later: number;
}

async function twice(start: () => Promise<number>): Promise<Starts> {
  return { first: Math.round(await start()), later: Math.round(await start()) };
}

async function startServer(folder: string): Promise<number> {
  const process = new ServerProcess({ databaseUrl: null, dataDir: folder });
  const start = performance.now();
  await process.start();
  const { status } = await fetch(`${process.url}/readyz`);
  const ms = performance.now() - start;
  await process.stop();
  if (status !== 200) throw new Error(`/readyz answered ${status}.`);
  return ms;
}

async function startDatabase(folder: string): Promise<number> {
  const start = performance.now();
  const database = await openDatabase({ databaseUrl: null, dataDir: folder, databasePoolSize: 1 });
  await database.pool.query('select 1');
  const ms = performance.now() - start;
  await database.close();
  return ms;
}
