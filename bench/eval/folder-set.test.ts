import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderSet } from './folder-set.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sources-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('asks for the functions of a project, of its own files only', async () => {
  const text = (what: string) => `/** Counts all the ${what} there. */\nfunction count() {}\n`;
  await mkdir(join(folder, 'src'));
  await mkdir(join(folder, 'node_modules'));
  await writeFile(join(folder, 'src', 'a.ts'), text('apples'));
  await writeFile(join(folder, 'src', 'a.d.ts'), text('declarations'));
  await writeFile(join(folder, 'node_modules', 'b.js'), text('bananas'));
  const { files, questions, targets } = await folderSet(folder);
  expect(Object.keys(files)).toEqual(['src/a.ts']);
  expect(questions.map(({ query }) => query)).toEqual(['Counts all the apples there.']);
  expect(targets).toEqual([]);
});

test('a folder without such functions is refused', async () => {
  await expect(folderSet(folder)).rejects.toThrow(folder);
});
