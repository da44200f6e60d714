import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../../tests/kit/story.js';

/** Sources of installed packages, whose versions package-lock.json fixes: TypeScript, and JavaScript as published. */
const SOURCES: readonly { folder: string; ending: string }[] = [
  { folder: 'zod/src', ending: '.ts' },
  { folder: '@pothos/core/src', ending: '.ts' },
  { folder: '@pothos/plugin-prisma/src', ending: '.ts' },
  { folder: '@pothos/plugin-relay/src', ending: '.ts' },
  { folder: '@langchain/core/dist', ending: '.js' },
  { folder: '@langchain/langgraph/dist', ending: '.js' },
  { folder: '@langchain/langgraph-sdk/dist', ending: '.js' },
  { folder: '@graphql-tools/utils/esm', ending: '.js' },
  { folder: 'dependency-cruiser/src', ending: '.mjs' },
  { folder: 'fast-check/lib/esm', ending: '.js' },
  { folder: 'graphile-worker/dist', ending: '.js' },
  { folder: 'graphql', ending: '.mjs' },
];

/** The same files in the same order wherever `npm ci` has run. Paths are those below node_modules. */
export async function realProject(): Promise<Files> {
  const files: [string, string][] = [];
  for (const { folder, ending } of SOURCES) {
    const names = await readdir(join('node_modules', folder), { recursive: true });
    for (const name of names.filter((name) => name.endsWith(ending)).sort()) {
      files.push([`${folder}/${name}`, await readFile(join('node_modules', folder, name), 'utf8')]);
    }
  }
  return Object.fromEntries(files);
}
