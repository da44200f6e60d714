import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fillFolder } from './fill-folder.js';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'fill-folder-test-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

it('leaves a whole database and nothing beside it, also after a start that was killed', async () => {
  await mkdir(join(parent, 'database-draft-left', 'base'), { recursive: true });
  await fillFolder(join(parent, 'database'));
  expect(await readdir(parent)).toEqual(['database']);
  expect(await readdir(join(parent, 'database'))).toContain('PG_VERSION');
});

it('does not touch a folder that has something in it', async () => {
  await mkdir(join(parent, 'database'));
  await writeFile(join(parent, 'database', 'notes.txt'), 'mine');
  await fillFolder(join(parent, 'database'));
  expect(await readdir(join(parent, 'database'))).toEqual(['notes.txt']);
});

it('rejects, and leaves nothing, when the folder cannot be made', async () => {
  await writeFile(join(parent, 'file'), '');
  await expect(fillFolder(join(parent, 'file', 'database'))).rejects.toThrow();
  expect(await readdir(parent)).toEqual(['file']);
});
