import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { linesOfSymbol } from './declared-lines.js';
import type { EvalSet } from './eval-set.js';
import { type PackageSources, readPackageSources } from './package-sources.js';

/** Code about unlike things: SQL, queues, logs, metrics, validation, query languages, ignore rules, terminals, agents. */
const SOURCES: readonly PackageSources[] = [
  { folder: 'pg/lib', ending: '.js' },
  { folder: 'pg-pool', ending: '.js' },
  { folder: 'pg-protocol/src', ending: '.ts' },
  { folder: 'graphile-worker/dist', ending: '.js' },
  { folder: 'pino/lib', ending: '.js' },
  { folder: 'prom-client/lib', ending: '.js' },
  { folder: 'zod/src/v4/core', ending: '.ts' },
  { folder: 'graphql', ending: '.mjs' },
  { folder: 'ignore', ending: 'index.js' },
  { folder: 'cli-progress/lib', ending: '.js' },
  { folder: 'eventsource-parser/src', ending: '.ts' },
  { folder: 'dependency-cruiser/src', ending: '.mjs' },
  { folder: '@langchain/core/dist', ending: '.js' },
];

const question = z.object({ query: z.string(), path: z.string(), symbol: z.string() });

/** Russian questions, written by hand, over English code of installed packages. */
export async function russianSet(): Promise<EvalSet> {
  const files = await readPackageSources(SOURCES);
  const lines = (await readFile(new URL('russian-questions.jsonl', import.meta.url), 'utf8')).trim().split('\n');
  const questions = lines.map((line) => {
    const { query, path, symbol } = question.parse(JSON.parse(line));
    const found = linesOfSymbol(path, files[path] ?? '', symbol);
    if (found === null) throw new Error(`There is no ${symbol} in ${path}, which "${query}" asks for.`);
    return { query, answers: [{ path, lines: found }] };
  });
  return { name: 'russian', files, questions, ranked: 'passages', targets: [{ metric: 'recallAt10', atLeast: 0.45 }] };
}
