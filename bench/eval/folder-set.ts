import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { EvalSet } from './eval-set.js';
import { askForFunctions } from './function-questions.js';

const SCRIPT = /(?<!\.d|\.min|\.spec|\.test)\.[mc]?[jt]s$/;

/**
 * Functions of the TypeScript and JavaScript files in a folder, asked for as those of the packages are. Throws when no
 * function there can be asked for.
 */
export async function folderSet(folder: string): Promise<EvalSet> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && SCRIPT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.slice(folder.length).split('/').includes('node_modules'))
    .sort();
  const sources: [string, string][] = [];
  for (const path of paths) sources.push([path.slice(folder.length).replace(/^\//, ''), await readFile(path, 'utf8')]);
  const { files, questions } = askForFunctions(Object.fromEntries(sources));
  if (questions.length === 0) throw new Error(`${folder} has no function whose doc comment asks for it alone.`);
  return { name: basename(resolve(folder)), files, questions, ranked: 'passages', targets: [] };
}
