import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLField,
  getNamedType,
  getNullableType,
  getOperationAST,
  getVariableValues,
  isIntrospectionType,
  isLeafType,
  isListType,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { ApiContext } from '../context.js';
import { toTopLevelError } from './top-level-error.js';

/** An operation may give as many objects as so many of the largest pages hold. */
export const MOST_PAGES = 50;
/** Of a connection that is asked for without a size, where its field does not say another one. */
const DEFAULT_PAGE = 20;
/** A list that has no pages may hold more, such as the citations of an answer; few do. */
const LIST_LENGTH = 10;

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    /** Items of a page that is asked for without a size. */
    defaultPage?: number;
  }
}

/**
 * Refuses an operation that could give too many objects: the sizes of pages within pages multiply. It is counted before
 * it runs, with its variables. A size beyond MAX_PAGE_SIZE counts as that: its own resolver refuses it.
 */
export function documentCost(log: Logger): Plugin {
  const refuse = (args: ExecutionArgs, answer: (result: { errors: GraphQLError[] }) => void) => {
    const refusal = refusalOf(args);
    if (refusal !== null) answer({ errors: [toTopLevelError(refusal, log)] });
  };
  return {
    onExecute: ({ args, setResultAndStopExecution }) => refuse(args, setResultAndStopExecution),
    onSubscribe: ({ args, setResultAndStopExecution }) => refuse(args, setResultAndStopExecution),
  };
}

function refusalOf(args: ExecutionArgs): GraphQLError | null {
  const { maxPageSize } = (args.contextValue as ApiContext).services.info.limits;
  const most = MOST_PAGES * maxPageSize;
  try {
    const objects = objectsOf(args, maxPageSize);
    if (objects <= most) return null;
    return new GraphQLError(
      `This operation could give ${objects} objects, by the sizes of its pages; at most ${most} are given at a time. Ask for smaller pages with "first" or "last", or in several requests.`,
    );
  } catch (error) {
    return new GraphQLError(`${(error as Error).message} Spread fewer fragments, or ask in several requests.`);
  }
}

/** How many objects it could give; 0 where nothing runs. Throws when it is too large with its fragments in their places. */
export function objectsOf(
  { schema, document, variableValues, operationName }: ExecutionArgs,
  maxPageSize: number,
): number {
  const operation = getOperationAST(document, operationName);
  const variables = variableValues ?? {};
  // What is wrong with the variables is told when they are used.
  if (!operation || getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors) return 0;
  return getComplexity({
    schema,
    query: document,
    variables,
    ...(operationName && { operationName }),
    estimators: [countObjects(maxPageSize)],
  });
}

function countObjects(maxPageSize: number): ComplexityEstimator {
  return ({ type, field, args, childComplexity }) => {
    // The schema is no larger for being asked for.
    if (isLeafType(getNamedType(field.type)) || isIntrospectionType(getNamedType(field.type))) return 0;
    if (isPaged(field)) {
      const asked: number = args.first ?? args.last ?? field.extensions.defaultPage ?? DEFAULT_PAGE;
      return Math.min(Math.max(asked, 1), maxPageSize) * childComplexity;
    }
    // The items of a connection are as many as its page has.
    if (!isListType(getNullableType(field.type)) || type.name.endsWith('Connection')) return 1 + childComplexity;
    const length = Array.isArray(args.ids) ? Math.min(args.ids.length, maxPageSize) : LIST_LENGTH;
    return length * (1 + childComplexity);
  };
}

function isPaged({ args }: GraphQLField<unknown, unknown>): boolean {
  return args.some(({ name }) => name === 'first');
}
