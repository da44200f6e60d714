import { setTimeout as sleep } from 'node:timers/promises';
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute, GraphQLError } from 'graphql';
import { databaseFailureOf } from '../../shared/errors.js';
import type { ApiContext } from '../context.js';

/** While the database is away an event that is to be delivered is tried again this often. */
const AGAIN_AFTER_MS = 500;

type Results = AsyncIterableIterator<ExecutionResult>;

/**
 * GraphQL's `subscribe`, but that an event is delivered when it can be: parts of it are read when it is delivered, and
 * one that failed because the database was away would be lost to its reader, who resumes after it.
 */
export async function subscribe(args: ExecutionArgs): Promise<Results | ExecutionResult> {
  const events = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in events)) return { errors: events.errors?.map(withCode) };
  const iterator = events[Symbol.asyncIterator]();
  const { signal } = args.contextValue as ApiContext;
  const results: Results = {
    async next() {
      const event = await iterator.next();
      if (event.done) return { done: true, value: undefined };
      return { done: false, value: await deliver({ ...args, rootValue: event.value }, signal) };
    },
    async return() {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => results,
  };
  return results;
}

async function deliver(args: ExecutionArgs, signal: AbortSignal): Promise<ExecutionResult> {
  for (;;) {
    const result = (await execute(args)) as ExecutionResult;
    const isAway = result.errors?.some((error) => databaseFailureOf(error) !== null) ?? false;
    if (!isAway || signal.aborted) return result;
    await sleep(AGAIN_AFTER_MS, undefined, { ref: false });
  }
}

/** What is refused before any resolver runs has no path: a variable whose value does not fit its type. */
function withCode(error: GraphQLError): GraphQLError {
  const { message, nodes, source, positions, path } = error;
  if (path !== undefined) return error;
  return new GraphQLError(message, { nodes, source, positions, extensions: { code: 'INVALID_INPUT' } });
}
