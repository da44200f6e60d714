import { expect, test } from 'vitest';
import { DatabaseFailure } from './errors.js';
import { createLogger } from './logger.js';

test('the log replaces values under the names of secrets, wherever they sit', () => {
  const lines: string[] = [];
  const log = createLogger('info', { write: (line) => void lines.push(line) });
  const secret = 'canary-5f1c';
  log.info({ token: secret, headers: { authorization: `Bearer ${secret}`, host: 'localhost' } }, 'a request');
  log.warn({ config: { provider: { apiKey: secret }, databaseUrl: `postgres://me:${secret}@db` } }, 'settings');
  expect(lines.join('')).not.toContain(secret);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    token: '[redacted]',
    headers: { authorization: '[redacted]', host: 'localhost' },
    msg: 'a request',
  });
});

test('the log tells an expected failure without a stack, and the cause that only it knows', () => {
  const lines: string[] = [];
  const log = createLogger('info', { write: (line) => void lines.push(line) });
  log.warn({ err: new DatabaseFailure('STORAGE_FULL', { cause: new Error('No space left on device') }) }, 'full');
  log.error({ err: new Error('a bug') }, 'broken');
  const [expected, unexpected] = lines.map((line) => JSON.parse(line).err);
  expect(expected).toEqual({
    code: 'STORAGE_FULL',
    message: expect.stringContaining('no space left'),
    cause: 'No space left on device',
  });
  expect(unexpected.stack).toContain('logger.test.ts');
});
