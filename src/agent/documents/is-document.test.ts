import { expect, test } from 'vitest';
import { isDocument } from './is-document.js';

test.each(['README', 'README.md', 'docs/обзор.MD', 'docs/a.rst', 'man/x.adoc', 'notes.txt'])('%s is one', (path) => {
  expect(isDocument(path)).toBe(true);
});

test.each(['src/a.ts', 'config.yml', 'requirements-dev.txt', 'CMakeLists.txt', 'docs/.md/x', 'a.md.exe', ''])(
  '%s is none',
  (path) => {
    expect(isDocument(path)).toBe(false);
  },
);
