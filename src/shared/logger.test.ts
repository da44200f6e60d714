import { expect, test } from 'vitest';
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
