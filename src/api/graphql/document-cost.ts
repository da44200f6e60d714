import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLField,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isLeafType,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { ApiContext } from '../context.js';
import { toTopLevelError } from './top-level-error.js';

/** An operation may give as many objects as so many of the largest pages hold. */
const MOST_PAGES = 50;
/** Of a connection that is asked for without a size. */
const DEFAULT_PAGE = 20;

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

/** Throws for a document that is too large with its fragments in their places. */
function objectsOf({ schema, document, variableValues, operationName }: ExecutionArgs, maxPageSize: number): number {
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
  return ({ field, args, childComplexity }) => {
    if (isLeafType(getNamedType(field.type))) return 0;
    if (!isPaged(field)) return 1 + childComplexity;
    const asked: number = args.first ?? args.last ?? DEFAULT_PAGE;
    return Math.min(Math.max(asked, 1), maxPageSize) * childComplexity;
  };
}

function isPaged({ args }: GraphQLField<unknown, unknown>): boolean {
  return args.some(({ name }) => name === 'first');
}
