import { type ExecutionResult, parse } from 'graphql';
import { createSchema } from 'graphql-yoga';
import { expect, test } from 'vitest';
import { DatabaseFailure } from '../../shared/errors.js';
import { subscribe } from './subscribe.js';

/** Two events whose `detail` is read by `read` when they are delivered. */
async function watch(read: () => string, signal: AbortSignal): Promise<AsyncIterableIterator<ExecutionResult>> {
  const schema = createSchema({
    typeDefs: `type Query { none: Int } type Event { seq: Int, detail: String } type Subscription { events: Event }`,
    resolvers: {
      Event: { detail: read },
      Subscription: {
        events: {
          async *subscribe() {
            yield { events: { seq: 1 } };
            yield { events: { seq: 2 } };
          },
        },
      },
    },
  });
  const document = parse('subscription { events { seq detail } }');
  const results = await subscribe({ schema, document, contextValue: { signal } });
  if (!(Symbol.asyncIterator in results)) throw new Error(JSON.stringify(results));
  return results;
}

test('an event that cannot be read because the database is away is delivered when it is back', async () => {
  let reads = 0;
  const results = await watch(() => {
    reads += 1;
    if (reads <= 2) throw new DatabaseFailure('DATABASE_UNAVAILABLE');
    return 'whole';
  }, new AbortController().signal);
  const delivered = [];
  for await (const { data, errors } of results) delivered.push({ data, errors });
  expect(delivered).toEqual([
    { data: { events: { seq: 1, detail: 'whole' } }, errors: undefined },
    { data: { events: { seq: 2, detail: 'whole' } }, errors: undefined },
  ]);
  expect(reads).toBe(4);
});

test('any other failure is told, and nobody waits for a reader that has gone', async () => {
  const told = async (error: Error, signal: AbortSignal) => {
    const results = await watch(() => {
      throw error;
    }, signal);
    return ((await results.next()).value as ExecutionResult).errors?.[0]?.originalError;
  };
  const bug = new Error('a bug');
  expect(await told(bug, new AbortController().signal)).toBe(bug);
  const failure = new DatabaseFailure('DATABASE_UNAVAILABLE');
  expect(await told(failure, AbortSignal.abort())).toBe(failure);
});
