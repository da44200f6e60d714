import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type ExecutionArgs, type ExecutionResult, execute } from 'graphql';
import type { ApiContext } from '../context.js';
import { schema } from './schema.js';
import { subscribe } from './subscribe.js';

/** One of our own operations, to be run in this process. */
export interface Operation<Data, Variables> {
  readonly document: TypedDocumentNode<Data, Variables>;
  readonly variables: Variables;
}

/** Runs a query or a mutation. Throws its first error, as GraphQL gives it. */
export async function runOperation<Data, Variables>(
  operation: Operation<Data, Variables>,
  context: ApiContext,
): Promise<Data> {
  return dataOf((await execute(argumentsFor(operation, context))) as ExecutionResult<Data>);
}

/**
 * Starts a subscription. Throws its first error before any event when there is nothing to watch, and while reading
 * when an event cannot be delivered.
 */
export async function watchOperation<Data, Variables>(
  operation: Operation<Data, Variables>,
  context: ApiContext,
): Promise<AsyncIterableIterator<Data>> {
  const opened = await subscribe(argumentsFor(operation, context));
  if (!(Symbol.asyncIterator in opened)) throw firstError(opened);
  const results = opened as AsyncIterableIterator<ExecutionResult<Data>>;
  const data: AsyncIterableIterator<Data> = {
    async next() {
      const result = await results.next();
      return result.done ? { done: true, value: undefined } : { done: false, value: dataOf(result.value) };
    },
    async return() {
      await results.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => data,
  };
  return data;
}

function argumentsFor<Data, Variables>(
  { document, variables }: Operation<Data, Variables>,
  contextValue: ApiContext,
): ExecutionArgs {
  return { schema, document, variableValues: variables as Record<string, unknown>, contextValue };
}

function dataOf<Data>(result: ExecutionResult<Data>): Data {
  if (result.errors !== undefined || !result.data) throw firstError(result);
  return result.data;
}

function firstError(result: ExecutionResult<unknown>): Error {
  return result.errors?.[0] ?? new Error('The operation gave neither data nor an error.');
}
