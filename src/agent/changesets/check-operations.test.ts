import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { expectToApply } from '../../../tests/kit/agent/apply-changeset.js';
import { hashOf, InMemoryRetriever } from '../../../tests/kit/agent/in-memory-retriever.js';
import type { CheckName, CheckStatus } from '../../contracts/changeset.js';
import { type CheckedOperation, checkOperations, checkTargets } from './check-operations.js';
import type { DraftOperation, Replacement } from './draft-operation.js';
import { DEFAULT_EDITABLE_GLOBS, editablePaths } from './editable-paths.js';
import { readProjectFiles } from './read-project-files.js';

const CYRILLIC_1251 = Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x2c, 0x20, 0xec, 0xe8, 0xf0, 0x2e, 0x0a]);
const HUGE = Array.from({ length: 40_000 }, (_, index) => `Line ${index} of the log.\n`).join('');
// Made at run time: its shape in this file would be taken for a credential by every scanner.
const TOKEN = `ghp_${randomBytes(27).toString('base64').replace(/[+/=]/g, 'x')}`;

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'README.md': '# Shop\n\nRuns on port 8080.\n\nSee the port list.\n',
  'docs/windows.md': 'one\r\ntwo\r\nthree\r\n',
  'docs/mixed.md': 'one\r\ntwo\nthree\r\nfour\r\n',
  'docs/mark.md': '\ufeffTitle\r\nText\r\n',
  'docs/open-end.md': 'first\nlast',
  'docs/empty.md': '',
  'docs/обзор.md': 'Обзор\n',
  'docs/old-mac.txt': 'one\rtwo\r',
  'docs/huge.txt': HUGE,
  'docs/1251.txt': CYRILLIC_1251,
  'docs/wide.txt': Buffer.from('\ufeffwide\n', 'utf16le'),
  'docs/nul.txt': `${'x'.repeat(2000)}\0\n`,
  'docs/picture.md': Buffer.from('89504e470d0a1a0a', 'hex'),
  'config/app.json': '{\n  "port": 8080\n}\n',
  'config/comments.json': '{\n  // the port\n  "port": 8080,\n}\n',
  'config/broken.json': '{ "port": \n',
  'config/app.yaml': 'port: 8080\nhosts: [a, b]\n',
  'config/app.toml': '[server]\nport = 8080\n',
  'src/main.ts': 'export const port = 8080;\n',
  'package-lock.json': '{}\n',
};

async function check(drafts: readonly DraftOperation[], unsaved: Record<string, string> = {}) {
  const retriever = new InMemoryRetriever(FILES);
  const paths = drafts.map(({ path }) => path);
  const session = { ownerId: 'local', sessionId: 'ses_1' };
  const project = await readProjectFiles(retriever, session, paths, new AbortController().signal);
  const isEditable = editablePaths(DEFAULT_EDITABLE_GLOBS);
  return checkOperations(drafts, { project, isEditable, unsaved: new Map(Object.entries(unsaved)) });
}

const common = { rationale: null, seenHash: null };
const create = (path: string, content: string): DraftOperation => ({ op: 'create', path, content, ...common });
const remove = (path: string): DraftOperation => ({ op: 'delete', path, ...common });
const write = (path: string, content: string): DraftOperation => ({
  op: 'update',
  path,
  edit: { kind: 'content', content },
  ...common,
});
const replace = (path: string, ...pairs: [find: string, replace: string][]): DraftOperation => {
  const replacements: Replacement[] = pairs.map(([find, text]) => ({ find, replace: text }));
  return { op: 'update', path, edit: { kind: 'replacements', replacements }, ...common };
};

function contentOf({ operation }: CheckedOperation): string | null {
  return operation === null || operation.op === 'delete' ? null : operation.content;
}

describe('an operation that is proposed', () => {
  const cases: [string, DraftOperation, result: string | null][] = [
    [
      'replaces the one place of an anchor',
      replace('README.md', ['port 8080', 'port 9090']),
      '# Shop\n\nRuns on port 9090.\n\nSee the port list.\n',
    ],
    [
      'replaces several places',
      replace('config/app.yaml', ['[a, b]', '[a, b, c]'], ['8080', '9090']),
      'port: 9090\nhosts: [a, b, c]\n',
    ],
    [
      'keeps CRLF though the anchor and the text have LF',
      replace('docs/windows.md', ['one\ntwo', 'one\nnew\ntwo']),
      'one\r\nnew\r\ntwo\r\nthree\r\n',
    ],
    [
      'keeps CRLF of a file that is given whole',
      write('docs/windows.md', 'one\nthree\nfour\n'),
      'one\r\nthree\r\nfour\r\n',
    ],
    [
      'keeps the ending of each line of a mixed file',
      replace('docs/mixed.md', ['two\nthree', 'two\nnew\nthree']),
      'one\r\ntwo\nnew\r\nthree\r\nfour\r\n',
    ],
    [
      'keeps the endings of a mixed file that is given whole',
      write('docs/mixed.md', 'zero\none\ntwo\nthree\n'),
      'zero\r\none\r\ntwo\nthree\r\n',
    ],
    ['keeps lone CR', replace('docs/old-mac.txt', ['one\ntwo', 'one\n1.5\ntwo']), 'one\r1.5\rtwo\r'],
    ['keeps the byte order mark', write('docs/mark.md', 'Title\nOther\n'), '\ufeffTitle\r\nOther\r\n'],
    [
      'finds an anchor at the byte order mark',
      replace('docs/mark.md', ['\ufeffTitle\n', '\ufeffHeading\n']),
      '\ufeffHeading\r\nText\r\n',
    ],
    [
      'keeps a file without final newline so',
      write('docs/open-end.md', 'first\nsecond\nlast\n'),
      'first\nsecond\nlast',
    ],
    [
      'appends to a file without final newline',
      replace('docs/open-end.md', ['last', 'last\nmore']),
      'first\nlast\nmore',
    ],
    [
      'keeps a final newline that the model left out',
      write('config/app.toml', '[server]\nport = 9090'),
      '[server]\nport = 9090\n',
    ],
    ['fills an empty file', write('docs/empty.md', '# New\n'), '# New\n'],
    ['has a Cyrillic path', replace('docs/обзор.md', ['Обзор', 'Новый обзор']), 'Новый обзор\n'],
    [
      'edits one line of a huge file',
      replace('docs/huge.txt', ['Line 39999 of the log.', 'The end.']),
      HUGE.replace('Line 39999 of the log.', 'The end.'),
    ],
    ['creates a file, its last line ended', create('docs/new.md', '\ufeff# New\n\nText'), '# New\n\nText\n'],
    ['creates a file in a new folder', create('guide/первый.md', 'Текст\n'), 'Текст\n'],
    ['creates an empty file', create('docs/later.md', ''), ''],
    [
      'edits JSON with comments',
      replace('config/comments.json', ['8080', '9090']),
      '{\n  // the port\n  "port": 9090,\n}\n',
    ],
    ['deletes a file', remove('README.md'), null],
  ];

  test.each(cases)('%s', async (_, draft, result) => {
    const [checked] = await check([draft]);
    if (checked === undefined) throw new Error('A draft gives a result.');
    expect(checked.checks.filter(({ status }) => status === 'FAIL')).toEqual([]);
    expect(contentOf(checked)).toBe(result);
    if (checked.operation === null) throw new Error('The operation is not proposed.');
    await expectToApply(FILES, [checked.operation]);
  });

  test('names its path in NFC, its base and its result, and shows a diff', async () => {
    const [checked] = await check([replace('docs/обзор.md'.normalize('NFD'), ['Обзор', 'Обзор 2'])]);
    expect(checked?.operation).toEqual({
      op: 'update',
      path: 'docs/обзор.md',
      rationale: null,
      baseHash: hashOf('Обзор\n'),
      resultHash: hashOf('Обзор 2\n'),
      content: 'Обзор 2\n',
      diff: '--- a/docs/обзор.md\n+++ b/docs/обзор.md\n@@ -1,1 +1,1 @@\n-Обзор\n+Обзор 2\n',
    });
  });

  test('has one verdict of each check, in their order', async () => {
    const [checked] = await check([write('docs/mixed.md', 'one\ntwo\nthree\nfive')]);
    expect(checked?.checks.map(({ name, status }) => [name, status])).toEqual([
      ['path', 'PASS'],
      ['policy', 'PASS'],
      ['base', 'PASS'],
      ['applies_once', 'PASS'],
      ['parses', 'SKIPPED'],
      ['line_endings', 'WARN'],
      ['secret', 'PASS'],
      ['no_change', 'PASS'],
    ]);
    expect(checked?.checks[5]?.message).toBe(
      'The file mixes line endings (3 CRLF, 1 LF). Lines that were there keep theirs; new ones end in CRLF. Put right: the final line ending was kept.',
    );
  });

  test('may stay as broken as it was, with a warning', async () => {
    const [checked] = await check([replace('config/broken.json', ['port', 'host'])]);
    expect(checked?.operation).not.toBeNull();
    expect(checked?.checks[4]).toMatchObject({ name: 'parses', status: 'WARN' });
  });

  test('may repeat a secret that its file has', async () => {
    const before = `token: ${TOKEN}\nport: 1\n`;
    const file = {
      path: 'a.yaml',
      status: 'INDEXED',
      reason: null,
      contentHash: hashOf(before),
      bytes: 1,
      language: null,
    } as const;
    const project = {
      version: 1,
      files: new Map([['a.yaml', file]]),
      bytes: new Map([['a.yaml', Buffer.from(before)]]),
    };
    const context = { project, isEditable: () => true, unsaved: new Map<string, string>() };
    const drafts = [replace('a.yaml', ['port: 1', 'port: 2'])];
    expect(checkOperations(drafts, context)[0]?.operation).not.toBeNull();
  });
});

describe('an operation that is not proposed', () => {
  const cases: [string, DraftOperation, CheckName, RegExp][] = [
    ['leaves the project', create('../outside.md', 'x'), 'path', /segment "\.\."/],
    ['leaves the project from within', create('docs/../../x.md', 'x'), 'path', /segment "\.\."/],
    ['is absolute', create('/etc/motd.txt', 'x'), 'path', /is absolute/],
    ['has a drive letter', create('C:/Users/x.md', 'x'), 'path', /drive letter/],
    ['has a backslash', create('docs\\x.md', 'x'), 'path', /backslash/],
    ['has a NUL', create('docs/x\0.md', 'x'), 'path', /control character/],
    ['has half a character', create('docs/\ud800.md', 'x'), 'path', /surrogate/],
    ['has an empty path', create('', 'x'), 'path', /empty path/],
    ["is in git's folder", create('.git/config', 'x'), 'path', /git's own folder/],
    ["is in git's folder by another name", create('docs/.GIT /hooks/x.md', 'x'), 'path', /version control's own data/],
    ["is in git's folder by its short name", create('git~1/x.md', 'x'), 'path', /version control's own data/],
    ['is in installed packages', create('node_modules/a/README.md', 'x'), 'path', /installed packages/],
    ["is an editor's settings", create('.vscode/settings.json', '{}'), 'path', /run commands/],
    ['is a file of credentials', create('.env', 'A=1'), 'path', /keys and credentials/],
    ['differs from a file in case', create('readme.MD', 'x'), 'path', /"README\.md" only in case/],
    ['differs from a folder in case', create('Docs/x.md', 'x'), 'path', /"docs" only in case/],
    ['lies in a file', create('README.md/x.md', 'x'), 'path', /which is a file/],
    ['is a folder', create('docs', 'x'), 'path', /is a folder/],
    ['has a name that Windows has not', create('docs/aux.md', 'x'), 'path', /on every system/],
    ['changes code', replace('src/main.ts', ['8080', '9090']), 'policy', /EDITABLE_GLOBS/],
    ['deletes code', remove('src/main.ts'), 'policy', /EDITABLE_GLOBS/],
    ['changes a lock file', write('package-lock.json', '{"a": 1}'), 'policy', /EDITABLE_GLOBS/],
    ['changes what CI runs', create('.github/workflows/ci.yml', 'on: push\n'), 'policy', /EDITABLE_GLOBS/],
    ['creates what exists', create('README.md', 'x'), 'base', /exists already/],
    ['updates what does not exist', write('docs/none.md', 'x'), 'base', /no such file/],
    ['deletes what does not exist', remove('docs/none.md'), 'base', /no such file/],
    ['updates a binary file', write('docs/picture.md', 'x'), 'base', /BINARY/],
    ['updates windows-1251', write('docs/1251.txt', 'x'), 'base', /not UTF-8/],
    ['updates UTF-16', write('docs/wide.txt', 'x'), 'base', /not UTF-8/],
    ['updates a text with NUL', replace('docs/nul.txt', ['\n', 'x\n']), 'base', /NUL/],
    [
      'was written for another content',
      { ...replace('README.md', ['8080', '1']), seenHash: hashOf('old') } as DraftOperation,
      'base',
      /has changed/,
    ],
    [
      'has an anchor that is not there',
      replace('README.md', ['port 80800', 'x']),
      'applies_once',
      /Anchor 1 \("port 80800"\) occurs 0 times/,
    ],
    ['has an anchor that differs in a space', replace('README.md', ['port  8080', 'x']), 'applies_once', /0 times/],
    [
      'has an ambiguous anchor',
      replace('README.md', ['port', 'x']),
      'applies_once',
      /Anchor 1 \("port"\) occurs 2 times/,
    ],
    ['has an empty anchor', replace('README.md', ['', 'x']), 'applies_once', /0 times/],
    [
      'has overlapping anchors',
      replace('README.md', ['on port', 'x'], ['port 8080', 'y']),
      'applies_once',
      /Anchors 1 and 2 overlap/,
    ],
    ['has the same anchor twice', replace('README.md', ['8080', '1'], ['8080', '2']), 'applies_once', /overlap/],
    ['has no replacement', replace('README.md'), 'applies_once', /No replacement/],
    ['breaks JSON', replace('config/app.json', ['8080', '8080,']), 'parses', /not JSON: .* in line 3/],
    ['adds a comment to plain JSON', replace('config/app.json', ['{', '{ // the port']), 'parses', /not JSON/],
    ['breaks JSON with comments', replace('config/comments.json', ['8080', '']), 'parses', /not JSON/],
    ['breaks YAML', replace('config/app.yaml', ['[a, b]', '[a, b']), 'parses', /not YAML: BAD_INDENT in line 3/],
    ['repeats a key of YAML', replace('config/app.yaml', ['hosts', 'port']), 'parses', /DUPLICATE_KEY in line 2/],
    ['breaks TOML', replace('config/app.toml', ['8080', '']), 'parses', /not TOML: .* in line 2/],
    ['creates broken YAML', create('config/new.yml', 'a: [1'), 'parses', /not YAML/],
    ['has a NUL in its text', create('docs/x.md', 'a\0b'), 'parses', /NUL/],
    ['has half a character in its text', create('docs/x.md', 'a\ud800b'), 'parses', /surrogate/],
    ['brings a secret', replace('README.md', ['See the', `Use ${TOKEN}, see the`]), 'secret', /Line 5 .*GitHub token/],
    ['changes nothing', replace('README.md', ['port 8080', 'port 8080']), 'no_change', /stay as it is/],
    ['changes line endings alone', write('docs/windows.md', 'one\ntwo\nthree\n'), 'no_change', /stay as it is/],
  ];

  test.each(cases)('%s', async (_, draft, name, message) => {
    const [checked] = await check([draft]);
    expect(checked?.operation).toBeNull();
    const verdicts = checked?.checks ?? [];
    const failed = verdicts.findIndex(({ status }) => status === 'FAIL');
    expect(verdicts[failed]).toMatchObject({ name, message: expect.stringMatching(message) });
    const after: CheckStatus[] = verdicts.slice(failed + 1).map(({ status }) => status);
    expect(after).toEqual(after.map(() => 'SKIPPED'));
    expect(JSON.stringify(verdicts)).not.toContain(TOKEN);
  });

  test('shares its path with an earlier one', async () => {
    const checked = await check([
      replace('README.md', ['8080', '9090']),
      remove('README.md'),
      create('docs/new.md', 'a'),
      create('docs/NEW.md', 'b'),
      create('guide/й.md'.normalize('NFC'), 'c'),
      create('guide/й.md'.normalize('NFD'), 'd'),
    ]);
    expect(checked.map(({ operation }) => operation !== null)).toEqual([true, false, true, false, true, false]);
    expect(checked[1]?.checks[0]?.message).toMatch(/has another operation already/);
    await expectToApply(
      FILES,
      checked.flatMap(({ operation }) => operation ?? []),
    );
  });

  test('is about a file that is open with unsaved text', async () => {
    const draft = replace('README.md', ['8080', '9090']);
    const text = String(FILES['README.md']);
    expect((await check([draft], { 'README.md': `${text}!` }))[0]?.checks[2]).toMatchObject({
      status: 'FAIL',
      message: expect.stringMatching(/unsaved text.*Save and index it/),
    });
    expect((await check([draft], { 'README.md': text }))[0]?.operation).not.toBeNull();
    expect(
      (await check([remove('docs/mark.md')], { 'docs/mark.md': 'Title\r\nText\r\n' }))[0]?.operation,
    ).not.toBeNull();
    expect((await check([create('docs/x.md', 'x')], { 'docs/x.md': 'y' }))[0]?.operation).toBeNull();
  });
});

test('targets can be checked before anything is written for them', async () => {
  const project = await readProjectFiles(
    new InMemoryRetriever(FILES),
    { ownerId: 'local', sessionId: 'ses_1' },
    ['README.md'],
    new AbortController().signal,
  );
  const context = { project, isEditable: editablePaths(DEFAULT_EDITABLE_GLOBS), unsaved: new Map<string, string>() };
  const targets = [
    { op: 'update', path: 'README.md', seenHash: null },
    { op: 'update', path: 'src/main.ts', seenHash: null },
    { op: 'delete', path: 'README.md', seenHash: null },
  ] as const;
  const failed = checkTargets(targets, context).map(
    (verdicts) => verdicts.find(({ status }) => status === 'FAIL')?.name,
  );
  expect(failed).toEqual([undefined, 'policy', 'path']);
});
