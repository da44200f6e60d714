import { expect, test } from 'vitest';
import { describeIssue } from './describe-issue.js';
import { changedFiles, files } from './file-body.js';

test('a file’s encoding and hash get the names of the schema', () => {
  expect(
    files.parse([
      { path: 'a', content: 'eA==', encoding: 'base64' },
      { path: 'b', content: '' },
    ]),
  ).toEqual([
    { path: 'a', content: 'eA==', encoding: 'BASE64', contentHash: null },
    { path: 'b', content: '', encoding: 'UTF8', contentHash: null },
  ]);
});

test('a change is nested under its kind', () => {
  const given = [
    { op: 'upsert', path: 'a.md', content: 'x' },
    { op: 'delete', path: 'b.md' },
    { op: 'rename', path: 'c.md', new_path: 'd.md' },
  ];
  expect(changedFiles.parse(given)).toEqual([
    { upsert: { path: 'a.md', content: 'x', encoding: 'UTF8', contentHash: null } },
    { delete: 'b.md' },
    { rename: { from: 'c.md', to: 'd.md' } },
  ]);
});

test('what is wrong is named with its place and what is expected', () => {
  const given = [{ op: 'zap' }, {}, { op: 'upsert', path: 'a', content: 'x', content_hash: 'AB' }];
  const issues = changedFiles.safeParse(given, { error: describeIssue }).error?.issues;
  expect(issues?.map(({ path, message }) => [path.join('.'), message])).toEqual([
    ['0.op', 'is "zap"; it must be one of "upsert", "delete", "rename". Send one of these.'],
    ['1.op', 'is missing. Give one of "upsert", "delete", "rename".'],
    [
      '2.content_hash',
      '"AB" is not 64 lower-case hexadecimal digits. Give the SHA-256 of the raw bytes in that form, or leave it out.',
    ],
  ]);
});
