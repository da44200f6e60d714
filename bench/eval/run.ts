import buildServer from '../../tests/kit/build-server.js';
import { readCommandLine, refuseCommandLine } from '../../tests/kit/command-line.js';
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

const chosen = chosenSets();
await buildServer();
let passed = true;
for (const read of chosen) {
  const set = await read();
  const result = figures(set, await evaluate(set, (line) => process.stderr.write(`  ${line}\n`)));
  process.stdout.write(`\n${result.lines.join('\n')}\n`);
  passed &&= result.passed;
}
process.exitCode = passed ? 0 : 1;

function chosenSets(): readonly (() => Promise<EvalSet>)[] {
  const text = { type: 'string' } as const;
  const { values } = readCommandLine(USAGE, {
    options: { set: text, sources: text, dataset: text, extension: text },
  });
  const { set: name, sources, dataset, extension } = values;
  if (sources !== undefined) return [() => folderSet(sources)];
  if (dataset !== undefined) return [() => readDataset(dataset, extension?.replace(/^\./, '') ?? null)];
  if (name === undefined) return Object.values(SETS);
  const set = SETS[name];
  return set === undefined ? refuseCommandLine(`There is no set "${name}"`) : [set];
}
