import { expect, test } from 'vitest';
import { fileOverview } from './file-overview.js';

const indexed = (...paths: string[]) => paths.map((path) => ({ path, status: 'INDEXED' as const, reason: null }));
const FILES = indexed('README.md', 'src/a/one.ts', 'src/a/two.ts', 'src/b/c/three.ts', 'src/b/four.ts');

test('few files stand each on its own, with what cannot be read', () => {
  const image = { path: 'logo.png', status: 'SKIPPED' as const, reason: 'BINARY' };
  expect(fileOverview([...indexed('a.md'), image], 5)).toEqual(['a.md', 'logo.png (cannot be read: BINARY)']);
});

test('of many the folders stand, as deep as there is room for', () => {
  expect(fileOverview(FILES, 4)).toEqual(['README.md', 'src/a/ (2 files)', 'src/b/ (2 files)']);
  expect(fileOverview(FILES, 2)).toEqual(['README.md', 'src/ (4 files)']);
});

test('never more lines than asked for', () => {
  expect(fileOverview(indexed('a', 'b', 'c', 'd'), 3)).toEqual(['a', 'b', '… 2 more']);
});
