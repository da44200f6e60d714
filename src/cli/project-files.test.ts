import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listProjectFiles } from './project-files.js';

const MAX_FILE_BYTES = 1024;

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'project-files-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('lists what git lists: tracked files, and untracked ones that are not ignored', async () => {
  initRepository();
  write('.gitignore', '*.log\nout/\n');
  write('tracked.log');
  git('add', '--force', 'tracked.log');
  write('new.ts');
  write('debug.log');
  write('out/bundle.js');
  write('имя "в кавычках"\u00e9.ts');
  write('tracked-then-deleted.ts');
  git('add', 'tracked-then-deleted.ts');
  rmSync(join(folder, 'tracked-then-deleted.ts'));

  expect(await list()).toEqual({
    paths: ['.gitignore', 'new.ts', 'tracked.log', 'имя "в кавычках"\u00e9.ts'],
    leftOut: null,
  });
});

test('lists a subfolder of a repository by paths from that subfolder', async () => {
  initRepository();
  write('.gitignore', '*.log\n');
  write('outside.ts');
  write('packages/shop/src/a.ts');
  write('packages/shop/a.log');

  expect((await list('packages/shop')).paths).toEqual(['src/a.ts']);
});

test('walks a folder that the repository around it ignores, such as an installed package', async () => {
  initRepository();
  write('.gitignore', 'node_modules\n');
  write('node_modules/library/index.js');
  write('node_modules/library/.gitignore', '*.map\n');
  write('node_modules/library/index.js.map');

  expect((await list('node_modules/library')).paths).toEqual(['.gitignore', 'index.js']);
});

test('outside git honours .gitignore files and never lists .git and node_modules', async () => {
  write('.gitignore', '*.log\n');
  write('a.ts');
  write('a.log');
  write('node_modules/library/index.js');

  expect((await list()).paths).toEqual(['.gitignore', 'a.ts']);
});

test('leaves out what the server would refuse and counts it by reason', async () => {
  initRepository();
  write('kept.ts');
  write('large.ts', 'x'.repeat(MAX_FILE_BYTES + 1));
  write('largest-allowed.ts', 'x'.repeat(MAX_FILE_BYTES));
  write('line\nbreak.ts');
  write('back\\slash.ts');
  symlinkSync(join(folder, 'kept.ts'), join(folder, 'link.ts'));
  write('nested/a.ts');
  execFileSync('git', ['init', '--quiet'], { cwd: join(folder, 'nested') });

  expect(await list()).toEqual({
    paths: ['kept.ts', 'largest-allowed.ts'],
    leftOut:
      '5 files left out: 2 with an unsafe name (such as a control character or backslash in it), 1 too large (max 1 KiB), 1 symbolic link, 1 submodule or nested repository',
  });
});

// File systems that fold case, decompose names or refuse bytes cannot hold these files.
test.runIf(process.platform === 'linux')('sends one of two files whose names collide, in composed form', async () => {
  write('Readme.md');
  write('README.md');
  write('cafe\u0301.ts');
  write('caf\u00e9.ts');
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xcf, 0xf0])]), '');

  expect(await list()).toEqual({
    paths: ['README.md', 'caf\u00e9.ts'],
    leftOut:
      '3 files left out: 1 named in another encoding than UTF-8, 2 named like another file except for case or Unicode form',
  });
});

async function list(subfolder = ''): Promise<{ paths: string[]; leftOut: string | null }> {
  const { files, leftOut } = await listProjectFiles(join(folder, subfolder), MAX_FILE_BYTES);
  return { paths: files.map(({ path }) => path), leftOut: leftOut.summary(MAX_FILE_BYTES) };
}

/** Without the person's own ignore file. */
function initRepository(): void {
  git('init', '--quiet');
  git('config', 'core.excludesFile', '/dev/null');
}

function write(path: string, content = 'content'): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function git(...argv: string[]): void {
  execFileSync('git', argv, { cwd: folder });
}
