import { expect, test } from 'vitest';
import { DEFAULT_EDITABLE_GLOBS, editablePaths } from './editable-paths.js';

const isEditable = editablePaths(DEFAULT_EDITABLE_GLOBS);

test.each([
  'README.md',
  'docs/deep/Guide.MDX',
  'docs/обзор.rst',
  'package.json',
  'tsconfig.base.json',
  '.prettierrc.yaml',
  'pyproject.toml',
  'data/prices.csv',
  'LICENSE',
  'apps/web/.env.example',
  'prod.env.sample',
  '.editorconfig',
])('%s may be edited', (path) => {
  expect(isEditable(path)).toBe(true);
});

test.each([
  'src/main.ts',
  'Makefile',
  'Dockerfile',
  'schema.sql',
  'notebook.ipynb',
  'index.html',
  'CMakeLists.txt',
  'lib/CMakeLists.txt',
  'prod.env',
  'package-lock.json',
  'apps/web/Package-Lock.json',
  'pnpm-lock.yaml',
  'Cargo.lock',
  '.github/workflows/deploy.yml',
  '.gitlab-ci.yml',
])('%s may not be edited', (path) => {
  expect(isEditable(path)).toBe(false);
});

test('a list of its own opens code, one folder, and never a lock file', () => {
  const own = editablePaths(['*.ts', 'docs/**', '!docs/private/**', '*.json']);
  const paths = ['src/a.ts', 'docs/a.html', 'docs/private/a.md', 'README.md', 'a.json', 'package-lock.json'];
  expect(paths.filter(own)).toEqual(['src/a.ts', 'docs/a.html', 'a.json']);
  expect(editablePaths([])('README.md')).toBe(false);
});
