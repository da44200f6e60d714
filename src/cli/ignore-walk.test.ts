import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { walkFolder } from './ignore-walk.js';
import { LeftOut } from './left-out.js';

const run = promisify(execFile);

/** Every rule of gitignore(5) that a project uses, each with files on both sides of it. */
const TREE: Record<string, string> = {
  '.gitignore': [
    '\uFEFF*.log',
    '!keep.log',
    '# a comment',
    '\\#literal',
    '\\!bang',
    '/only-at-top',
    'build/',
    'docs/*.html',
    'deep/**/leaf.txt',
    '**/anywhere/',
    'trailing-space.txt   ',
    'escaped\\ ',
    'q?.txt',
    '[ab].cfg',
    '[!x]y.cfg',
    'vendor/*',
    '!vendor/kept',
    'closed/',
    '!closed/inside.txt',
    'UPPER.txt',
    'packages/*/out',
    'again',
    'данные/',
  ].join('\r\n'),
  'a.log': '',
  'keep.log': '',
  '#literal': '',
  '!bang': '',
  'only-at-top': '',
  'sub/only-at-top': '',
  'build/x.txt': '',
  'sub/build/x.txt': '',
  'src/build': 'a file, so the directory pattern does not match it',
  'docs/a.html': '',
  'docs/deeper/a.html': '',
  'deep/leaf.txt': '',
  'deep/1/2/leaf.txt': '',
  'deep/1/other.txt': '',
  'x/anywhere/y.txt': '',
  'trailing-space.txt': '',
  'escaped ': '',
  'q1.txt': '',
  'q12.txt': '',
  'a.cfg': '',
  'c.cfg': '',
  'xy.cfg': '',
  'zy.cfg': '',
  'vendor/dropped': '',
  'vendor/kept': '',
  'vendor/dir/file': '',
  'closed/inside.txt': '',
  'upper.txt': '',
  'UPPER.txt': '',
  'packages/one/out/bundle.js': '',
  'packages/one/src/out.ts': '',
  'packages/two/out': '',
  // An inner file that includes what the outer one excludes, and the other way round.
  'inner/.gitignore': '!*.log\n!build/\n/anchored\n*.tmp\n!again/\nnested/only\n',
  'inner/a.log': '',
  'inner/build/x.txt': '',
  'inner/build/deeper/x.txt': '',
  'inner/anchored': '',
  'inner/below/anchored': '',
  'inner/a.tmp': '',
  'inner/below/a.tmp': '',
  'inner/again/.gitignore': 'again\n',
  'inner/again/file': '',
  'inner/again/again': '',
  'inner/nested/only': '',
  'inner/below/nested/only': '',
  'outer.tmp': '',
  // Names that are patterns themselves.
  'we[i]rd*/.gitignore': 'file\n/top\n',
  'we[i]rd*/file': '',
  'we[i]rd*/other': '',
  'we[i]rd*/below/top': '',
  'weird/file': '',
  'данные/файл.txt': '',
  'модуль/файл с пробелом.txt': '',
  'ends-in-cr/.gitignore': 'last\r',
  'ends-in-cr/last': '',
  'only-negation/.gitignore': '!\n/\n   \nreal\n',
  'only-negation/real': '',
  'only-negation/other': '',
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ignore-walk-'));
  for (const [path, content] of Object.entries(TREE)) await write(path, content);
});
afterEach(() => rm(folder, { recursive: true }));

test('gives the same verdict as git check-ignore on every file of a fixture tree', async () => {
  const walked = new Set(await walkFolder(folder, new LeftOut()));
  await git('init', '--quiet');
  const ignoredByGit = await checkIgnore(Object.keys(TREE));

  const verdicts = (isIgnored: (path: string) => boolean) =>
    Object.fromEntries(Object.keys(TREE).map((path) => [path, isIgnored(path) ? 'ignored' : 'listed']));
  expect(verdicts((path) => !walked.has(path))).toEqual(verdicts((path) => ignoredByGit.has(path)));
  expect(ignoredByGit.size).toBeGreaterThan(25);
});

test('lists exactly what git would list as untracked', async () => {
  const walked = await walkFolder(folder, new LeftOut());
  await git('init', '--quiet');
  const listed = await git('ls-files', '-z', '--others', '--exclude-standard');

  expect(walked.sort()).toEqual(listed.split('\0').filter(Boolean).sort());
});

test('never enters .git and node_modules, and lists symbolic links without following them', async () => {
  await write('node_modules/package/index.js', '');
  await write('.git/config', '');
  await symlink(join(folder, 'docs'), join(folder, 'link'));

  const walked = await walkFolder(folder, new LeftOut());

  expect(walked.filter((path) => /node_modules|\.git\/|^link/.test(path))).toEqual(['link']);
});

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

/** Git without the person's own ignore file. */
async function git(...argv: string[]): Promise<string> {
  return (await run('git', ['-c', 'core.excludesFile=/dev/null', ...argv], { cwd: folder })).stdout;
}

async function checkIgnore(paths: readonly string[]): Promise<Set<string>> {
  const pending = run('git', ['-c', 'core.excludesFile=/dev/null', 'check-ignore', '-z', '--stdin'], { cwd: folder });
  pending.child.stdin?.end(paths.join('\0'));
  return new Set((await pending).stdout.split('\0').filter(Boolean));
}
