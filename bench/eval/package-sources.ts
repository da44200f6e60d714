import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../../tests/kit/story.js';

/** Files below `node_modules/<folder>` whose names end so. */
export interface PackageSources {
  readonly folder: string;
  readonly ending: string;
}

/** The sources by their paths below node_modules: the same wherever package-lock.json was installed. */
export async function readPackageSources(sources: readonly PackageSources[]): Promise<Files> {
  const files: [string, string][] = [];
  for (const { folder, ending } of sources) {
    const names = await readdir(join('node_modules', folder), { recursive: true });
    for (const name of names.filter((name) => isOwn(name) && name.endsWith(ending)).sort()) {
      files.push([`${folder}/${name}`, await readFile(join('node_modules', folder, name), 'utf8')]);
    }
  }
  return Object.fromEntries(files);
}

/** Whether a package nested below this one does not own the file. */
function isOwn(name: string): boolean {
  return !name.split('/').includes('node_modules');
}
