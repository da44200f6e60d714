import type { EvalSet, Target } from './eval-set.js';
import { type Evaluation, MODES } from './evaluate.js';
import type { Metrics } from './metrics.js';

const COLUMNS: readonly { readonly key: keyof Metrics; readonly title: string }[] = [
  { key: 'mrr', title: 'MRR' },
  { key: 'ndcgAt10', title: 'nDCG@10' },
  { key: 'recallAt1', title: 'recall@1' },
  { key: 'recallAt5', title: 'recall@5' },
  { key: 'recallAt10', title: 'recall@10' },
  { key: 'recallAt100', title: 'recall@100' },
];
const FIRST_COLUMN = 8;
const COLUMN = 12;

/** The figures of one set as lines for a terminal, and whether every target was reached. */
export function figures(set: EvalSet, evaluation: Evaluation): { lines: readonly string[]; passed: boolean } {
  const { byMode, indexedFiles, skippedFiles, chunks } = evaluation;
  const row = (first: string, cells: readonly string[]) =>
    `${first.padEnd(FIRST_COLUMN)}${cells.map((cell) => cell.padStart(COLUMN)).join('')}`;
  const verdicts = set.targets.map((target) => verdict(target, byMode.HYBRID));
  const skipped = skippedFiles === 0 ? '' : `, ${skippedFiles} more files skipped`;
  return {
    lines: [
      `${set.name}: ${set.questions.length} questions over ${indexedFiles} files in ${chunks} chunks${skipped}`,
      row(
        '',
        COLUMNS.map(({ title }) => title),
      ),
      ...MODES.map((mode) =>
        row(
          mode.toLowerCase(),
          COLUMNS.map(({ key }) => byMode[mode][key].toFixed(3)),
        ),
      ),
      ...verdicts.map(({ line }) => line),
    ],
    passed: verdicts.every(({ passed }) => passed),
  };
}

function verdict({ metric, atLeast }: Target, metrics: Metrics): { line: string; passed: boolean } {
  const title = COLUMNS.find(({ key }) => key === metric)?.title ?? metric;
  const passed = metrics[metric] >= atLeast;
  return { line: `hybrid ${title} at least ${atLeast}: ${passed ? 'pass' : 'FAIL'}`, passed };
}
