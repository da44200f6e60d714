import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { NotFoundError } from '../shared/errors.js';
import { EmbeddingError } from '../shared/run-errors.js';
import { toFailure } from './failure.js';

const log = pino({ level: 'silent' });

test('an expected error keeps its code, its message and what it carries, also through GraphQL', () => {
  const error = new NotFoundError('task', 'tsk_1');
  const failure = { code: 'NOT_FOUND', message: error.message, id: 'tsk_1' };
  expect(toFailure(error, log)).toMatchObject(failure);
  expect(toFailure(new GraphQLError(error.message, { originalError: error }), log)).toMatchObject(failure);
});

test('an embedder that fails is an upstream failure, not a defect of ours', () => {
  const error = new EmbeddingError('The embedding model is busy.', { retryable: true, retryAfterMs: 2_000 });
  expect(toFailure(error, log)).toEqual({
    code: 'UPSTREAM_FAILED',
    message: 'The embedding model is busy.',
    retryAfterMs: 2_000,
  });
});

test('the unexpected is masked: only the id of its log entry is told', () => {
  const failure = toFailure(new Error('password=hunter2'), log);
  expect(failure.code).toBe('INTERNAL');
  expect(failure.message).toMatch(/^Unexpected error, log id [0-9a-f-]{36}\.$/);
});
