import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { z } from 'zod';
import type { ErrorCode } from '../../shared/errors.js';
import type { Failure } from '../failure.js';
import type { ServerSentEvent } from './sse.js';

/** What a route reads of its request, already checked. */
export interface RouteInput<Body, Query> {
  /** By the names in the route's path. */
  readonly params: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly query: Query;
  /** Null where the client gave none. */
  readonly idempotencyKey: string | null;
}

interface RouteBase {
  /** Segments in braces are parameters: `/api/tasks/{task_id}`. */
  readonly path: string;
  /** For trusted services only. */
  readonly access?: 'internal';
  /** What is not found when the operation gives null, and the parameter or field that named it. */
  readonly subject: { readonly noun: string; readonly named: string };
}

/** One operation behind one endpoint, as data. */
export interface OperationRoute<Data, Variables, Body, Query, Result> extends RouteBase {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly status: number;
  readonly body?: z.ZodType<Body>;
  readonly query?: z.ZodType<Query>;
  readonly document: TypedDocumentNode<Data, Variables>;
  readonly variables: (input: RouteInput<Body, Query>) => Variables;
  /** What the operation gave: a payload, a failure of its union, or null. */
  readonly result: (data: Data) => Result;
  /** The body of the answer; none when it gives null. */
  readonly render: (payload: Payload<Result>) => object | null;
  readonly location?: (payload: Payload<Result>) => string;
}

/** One subscription behind one stream of server-sent events, as data. */
export interface StreamRoute<Data, Variables, Query> extends RouteBase {
  readonly method: 'GET';
  readonly query?: z.ZodType<Query>;
  readonly document: TypedDocumentNode<Data, Variables>;
  readonly variables: (input: RouteInput<undefined, Query>, after: string | null) => Variables;
  readonly event: (data: Data) => ServerSentEvent;
}

/** What is left of a result when it is there and no failure. */
export type Payload<Result> = Exclude<NonNullable<Result>, { readonly code: ErrorCode }>;

/** A route whose types have been checked by the function that defined it. */
export type Route =
  | ({ readonly kind: 'operation' } & OperationRoute<unknown, unknown, unknown, unknown, Failure | object | null>)
  | ({ readonly kind: 'stream' } & StreamRoute<unknown, unknown, unknown>);

export function operation<Data, Variables, Result, Body = undefined, Query = undefined>(
  route: OperationRoute<Data, Variables, Body, Query, Result>,
): Route {
  return { kind: 'operation', ...route } as unknown as Route;
}

export function stream<Data, Variables, Query = undefined>(route: StreamRoute<Data, Variables, Query>): Route {
  return { kind: 'stream', ...route } as unknown as Route;
}
