import { describe, expect, it } from 'vitest';
import { findCollisions, normalizePath } from './project-path.js';

describe('normalizePath', () => {
  it.each([
    'README.md',
    'src/a b/ü.ts',
    '.github/workflows/ci.yml',
    '.gitignore',
    'a..b/...c',
    'документы/план.md',
    '漢字/😀.txt',
    `${'d/'.repeat(2047)}f`,
    'x'.repeat(255),
  ])('accepts %j as it is', (path) => {
    expect(normalizePath(path)).toEqual({ ok: true, path });
  });

  it('brings a decomposed path into NFC', () => {
    const decomposed = 'й/café.md'.normalize('NFD');
    expect(normalizePath(decomposed)).toEqual({ ok: true, path: 'й/café.md'.normalize('NFC') });
  });

  it.each([
    ['', 'empty path'],
    ['../a', 'segment ".."'],
    ['a/../b', 'segment ".."'],
    ['./a', 'segment "."'],
    ['a/.', 'segment "."'],
    ['/etc/passwd', 'absolute'],
    ['C:/a', 'drive letter'],
    ['c:a', 'drive letter'],
    ['a\\b', 'backslash'],
    ['a\0b', 'control character'],
    ['a\nb', 'control character'],
    ['a\u0085b', 'control character'],
    ['a\u2028b', 'control character'],
    ['a//b', 'empty segment'],
    ['a/', 'empty segment'],
    ['.git/config', "git's own folder"],
    ['sub/.GIT/hooks', "git's own folder"],
    ['.g\u200cit/config', "git's own folder"],
    ['a\ud800', 'surrogate'],
    ['x'.repeat(256), 'name of 256 bytes'],
    ['я'.repeat(128), 'name of 256 bytes'],
    [`${'d/'.repeat(2048)}f`, 'has 4097 bytes'],
  ])('refuses %j', (path, rule) => {
    const result = normalizePath(path);
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining(rule) });
  });

  it('names the path, the rule and the way out on one line', () => {
    expect(normalizePath('a\n//b')).toEqual({
      ok: false,
      message: '"a\\n//b" has a control character, which paths may not have. Rename the file.',
    });
  });
});

describe('findCollisions', () => {
  it('finds none among different paths', () => {
    expect(findCollisions(['a', 'b', 'a/b', 'ab', 'x²', 'x2', '①', '1'])).toEqual([]);
  });

  it('names the earlier path of each collision', () => {
    expect(findCollisions(['src/A.ts', 'b', 'src/a.ts', 'b'])).toEqual([
      {
        index: 2,
        message:
          '"src/a.ts" differs from "src/A.ts" only in case or Unicode form, which many file systems do not tell apart. Rename one of them.',
      },
      { index: 3, message: '"b" is given twice. Give each path once.' },
    ]);
  });

  it.each([
    ['ПЛАН.md', 'план.md'],
    ['straße', 'STRASSE'],
    ['ﬁle', 'FILE'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδοσ', 'οδος'],
    ['\u212a', 'k'],
    ['é'.normalize('NFC'), 'é'.normalize('NFD')],
    ['İ', 'i\u0307'],
  ])('takes %j and %j for the same', (first, second) => {
    expect(findCollisions([first, second]).map(({ index }) => index)).toEqual([1]);
  });

  it('reports every repeat against the first', () => {
    const paths = Array.from({ length: 20_000 }, () => 'same');
    expect(findCollisions(paths)).toHaveLength(19_999);
  });
});
