import buildServer from '../kit/build-server.js';
import { readCommandLine, refuseCommandLine } from '../kit/command-line.js';
import { backpressureRun } from './backpressure-run.js';
import { databaseGoneRun } from './database-gone-run.js';
import { droppedListenRun } from './dropped-listen-run.js';
import { frozenWorkerRun } from './frozen-worker-run.js';
import { idempotencyRun } from './idempotency-run.js';
import { killRun } from './kill-run.js';
import { openPlaces } from './open-places.js';
import { racingStartRun } from './racing-start-run.js';
import { reconnectRun } from './reconnect-run.js';
import { soakRun } from './soak-run.js';
import type { Engine, StressRun } from './stress-run.js';

const RUNS: readonly StressRun[] = [
  idempotencyRun,
  killRun,
  reconnectRun,
  frozenWorkerRun,
  droppedListenRun,
  racingStartRun,
  backpressureRun,
  databaseGoneRun,
  soakRun,
];
const ENGINES: readonly Engine[] = ['embedded', 'postgres'];
const USAGE = `npm run stress -- [${RUNS.map(({ name }) => name).join(' | ')}] [--engine ${ENGINES.join(' | ')}] [--seed N] [--size N]`;

const { chosen, engines, seed, size } = readArguments();
await buildServer();
let passed = true;
for (const engine of engines) {
  const runs = chosen.filter((run) => run.engines.includes(engine));
  if (runs.length > 0) passed = (await runOn(engine, runs)) && passed;
}
// The clients of a run that did not hold may still be at it.
process.exit(passed ? 0 : 1);

async function runOn(engine: Engine, runs: readonly StressRun[]): Promise<boolean> {
  const progress = (line: string) => process.stderr.write(`  ${line}\n`);
  const { places, close } = await openPlaces(engine, progress);
  let passed = true;
  try {
    for (const run of runs) {
      const times = size ?? run.size;
      process.stdout.write(`\n${run.name} on ${engine}, seed ${seed}, size ${times}: ${run.title}\n`);
      const start = performance.now();
      try {
        const lines = await run.run({ seed, size: times, places, progress });
        process.stdout.write(lines.map((line) => `  ${line}\n`).join(''));
        process.stdout.write(`  held, ${Math.round((performance.now() - start) / 1000)} s\n`);
      } catch (error) {
        passed = false;
        process.stdout.write(`  DID NOT HOLD: ${error instanceof Error ? error.stack : error}\n`);
      }
    }
  } finally {
    await close();
  }
  return passed;
}

function readArguments() {
  const { values, positionals } = readCommandLine(USAGE, {
    options: { engine: { type: 'string' }, seed: { type: 'string' }, size: { type: 'string' } },
    allowPositionals: true,
  });
  const unknown = positionals.find((name) => RUNS.every((run) => run.name !== name));
  if (unknown !== undefined) refuseCommandLine(`There is no run "${unknown}"`);
  const engines = ENGINES.filter((engine) => values.engine === undefined || values.engine === engine);
  if (engines.length === 0) refuseCommandLine(`There is no engine "${values.engine}"`);
  const seed = countIn('seed', values.seed) ?? Math.floor(Math.random() * 1_000_000);
  const size = countIn('size', values.size);
  const chosen = RUNS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  return { chosen, engines, seed, size };
}

/** Null when the option was not given. */
function countIn(option: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const count = Number(value);
  const isCount = Number.isInteger(count) && count >= 0;
  return isCount ? count : refuseCommandLine(`--${option} "${value}" is not a number from 0 on`);
}
