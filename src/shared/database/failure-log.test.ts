import { expect, test } from 'vitest';
import { DatabaseFailure } from '../errors.js';
import { createLogger } from '../logger.js';
import { failureLog } from './failure-log.js';

const refused = (port: number) => new Error(`connect ECONNREFUSED 127.0.0.1:${port}`);

test('tells in one line what the driver said, once in a while for each code, and nothing of other errors', () => {
  const lines: string[] = [];
  const told = failureLog(createLogger('warn', { write: (line) => lines.push(line) }));
  const unavailable = new DatabaseFailure('DATABASE_UNAVAILABLE', { cause: refused(1) });
  const full = new DatabaseFailure('STORAGE_FULL', { cause: new AggregateError([refused(2), refused(3)]) });
  const other = new Error('syntax error');
  expect([unavailable, unavailable, full, other].map(told)).toEqual([unavailable, unavailable, full, other]);
  const entries = lines.map((line) => JSON.parse(line));
  expect(entries).toEqual([
    expect.objectContaining({
      code: 'DATABASE_UNAVAILABLE',
      msg: 'A database call failed: connect ECONNREFUSED 127.0.0.1:1',
    }),
    expect.objectContaining({ code: 'STORAGE_FULL', msg: 'A database call failed: connect ECONNREFUSED 127.0.0.1:2' }),
  ]);
  expect(lines.join('')).not.toContain('stack');
});
