import buildServer from '../tests/kit/build-server.js';
import { readCommandLine, refuseCommandLine } from '../tests/kit/command-line.js';
import type { Benchmark } from './benchmark.js';
import { editBenchmark } from './edit-benchmark.js';
import { indexBenchmark } from './index-benchmark.js';
import { memoryBenchmark } from './memory-benchmark.js';
import { recallBenchmark } from './recall-benchmark.js';
import { report } from './report.js';
import { scaleBenchmark } from './scale-benchmark.js';
import { searchBenchmark } from './search-benchmark.js';
import { startBenchmark } from './start-benchmark.js';

const BENCHMARKS: readonly Benchmark[] = [
  indexBenchmark,
  memoryBenchmark,
  searchBenchmark,
  recallBenchmark,
  editBenchmark,
  startBenchmark,
  scaleBenchmark,
];
const USAGE = `npm run bench -- [${BENCHMARKS.map(({ name }) => name).join(' | ')}] [--runs N]`;
const FEWEST_RUNS = 5;

const { chosen, runs } = readArguments();
await buildServer();
let passed = true;
for (const benchmark of chosen) {
  process.stdout.write(`\n${benchmark.name}: ${benchmark.title}\n`);
  const result = report(await benchmark.run({ runs, progress: (line) => process.stderr.write(`  ${line}\n`) }));
  process.stdout.write(`${result.lines.map((line) => `  ${line}\n`).join('')}`);
  passed &&= result.passed;
}
process.exitCode = passed ? 0 : 1;

function readArguments(): { chosen: readonly Benchmark[]; runs: number } {
  const { values, positionals } = readCommandLine(USAGE, {
    options: { runs: { type: 'string', default: String(FEWEST_RUNS) } },
    allowPositionals: true,
  });
  const unknown = positionals.find((name) => BENCHMARKS.every((benchmark) => benchmark.name !== name));
  if (unknown !== undefined) refuseCommandLine(`There is no benchmark "${unknown}"`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) refuseCommandLine(`--runs "${values.runs}" is not a number from 1 on`);
  const chosen = BENCHMARKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  return { chosen, runs };
}
