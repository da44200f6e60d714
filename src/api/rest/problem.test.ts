import { expect, test } from 'vitest';
import { problem } from './problem.js';

test('a failure says what its code carries, in this contract’s names', async () => {
  const response = problem({ code: 'STALE_VERSION', message: 'The session is at version 4.', currentVersion: 4 });
  expect(response.status).toBe(409);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toEqual({
    type: 'about:blank',
    title: 'Conflict',
    status: 409,
    detail: 'The session is at version 4.',
    code: 'STALE_VERSION',
    current_version: 4,
  });
});

test('invalid input names each field, and the first in the sentence', async () => {
  const fields = [
    { path: ['files', '3', 'path'], message: 'is absolute.' },
    { path: ['projectId'], message: 'is empty.' },
  ];
  expect(await problem({ code: 'INVALID_INPUT', message: '', fields }).json()).toMatchObject({
    detail: 'files[3].path: is absolute. (and 1 more)',
    errors: [
      { path: 'files[3].path', message: 'is absolute.' },
      { path: 'project_id', message: 'is empty.' },
    ],
  });
});

test('an answer that invites another try has Retry-After, and 401 says how to sign in', () => {
  const limit = problem({ code: 'QUOTA_EXCEEDED', message: '', limit: 1, retryAfterMs: 3_000 });
  expect(limit.headers.get('retry-after')).toBe('3');
  expect(problem({ code: 'NOT_READY', message: '' }).headers.get('retry-after')).toBe('5');
  expect(problem({ code: 'UNAUTHENTICATED', message: '' }).headers.get('www-authenticate')).toBe('Bearer');
});
