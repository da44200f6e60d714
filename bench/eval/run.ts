import { parseArgs } from 'node:util';
import buildServer from '../../tests/kit/build-server.js';
import { readDataset } from './dataset.js';
import type { EvalSet } from './eval-set.js';
import { evaluate } from './evaluate.js';
import { figures } from './figures.js';
import { folderSet } from './folder-set.js';
import { packagesSet } from './packages-set.js';
import { russianSet } from './russian-set.js';

const SETS: Readonly<Record<string, () => Promise<EvalSet>>> = { packages: packagesSet, russian: russianSet };
const USAGE = `npm run eval -- [--set ${Object.keys(SETS).join(' | ')}] [--sources FOLDER] [--dataset FOLDER [--extension EXT]]
Without arguments: every set that the command makes itself.`;

await buildServer();
let passed = true;
for (const read of chosenSets()) {
  const set = await read();
  const result = figures(set, await evaluate(set, (line) => process.stderr.write(`  ${line}\n`)));
  process.stdout.write(`\n${result.lines.join('\n')}\n`);
  passed &&= result.passed;
}
process.exitCode = passed ? 0 : 1;

function chosenSets(): readonly (() => Promise<EvalSet>)[] {
  const { set: name, sources, dataset, extension } = readArguments();
  if (sources !== undefined) return [() => folderSet(sources)];
  if (dataset !== undefined) return [() => readDataset(dataset, extension?.replace(/^\./, '') ?? null)];
  if (name === undefined) return Object.values(SETS);
  const chosen = SETS[name];
  return chosen === undefined ? usage(`There is no set "${name}".`) : [chosen];
}

function readArguments() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ options: { set: text, sources: text, dataset: text, extension: text } }).values;
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
}

function usage(problem: string): never {
  process.stderr.write(`${problem}\n${USAGE}\n`);
  process.exit(2);
}
