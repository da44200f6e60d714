import type { EvalSet } from './eval-set.js';
import { askForFunctions } from './function-questions.js';
import { type PackageSources, readPackageSources } from './package-sources.js';

/** The packages that package.json names and that publish readable sources with doc comments. */
const SOURCES: readonly PackageSources[] = [
  { folder: '@langchain/core/dist', ending: '.js' },
  { folder: '@langchain/langgraph/dist', ending: '.js' },
  { folder: '@langchain/langgraph-checkpoint-postgres/dist', ending: '.js' },
  { folder: '@pothos/core/src', ending: '.ts' },
  { folder: '@pothos/plugin-prisma/src', ending: '.ts' },
  { folder: '@pothos/plugin-relay/src', ending: '.ts' },
  { folder: 'dependency-cruiser/src', ending: '.mjs' },
  { folder: 'graphile-worker/dist', ending: '.js' },
  { folder: 'graphql', ending: '.mjs' },
  { folder: 'graphql-sse/lib', ending: '.mjs' },
  { folder: 'pg/lib', ending: '.js' },
  { folder: 'pino/lib', ending: '.js' },
  { folder: 'prom-client/lib', ending: '.js' },
  { folder: 'zod/src', ending: '.ts' },
];

/** Functions of installed packages, asked for by what their doc comments say. */
export async function packagesSet(): Promise<EvalSet> {
  const { files, questions } = askForFunctions(await readPackageSources(SOURCES));
  return { name: 'packages', files, questions, ranked: 'passages', targets: [{ metric: 'mrr', atLeast: 0.6 }] };
}
