import { applyPatch } from 'diff';
import { expect, test } from 'vitest';
import { unifiedDiff } from './unified-diff.js';

const lines = (word: string) => Array.from({ length: 4_000 }, (_, index) => `${word} ${index}`).join('\n');

test.each([
  ['a\r\nb\nc', 'a\r\nB\nc\n'],
  ['-- a\n', '++ a\n'],
  [lines('old'), `${lines('new')}\n`],
  [`${lines('old')}\n`, lines('new')],
])('a diff leads from the one text to the other, however much differs', (before, after) => {
  const diff = unifiedDiff('docs/a.md', before, after);
  expect(applyPatch(before, diff, { autoConvertLineEndings: false })).toBe(after);
});

test('a diff names a file that is not there as git does', () => {
  expect(unifiedDiff('док.md', null, 'a\n')).toBe('--- /dev/null\n+++ b/док.md\n@@ -0,0 +1,1 @@\n+a\n');
  expect(unifiedDiff('a "b".md', 'a', null)).toBe(
    '--- "a/a \\"b\\".md"\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n\\ No newline at end of file\n',
  );
});
