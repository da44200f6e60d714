import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { ErrorCode } from '../../src/shared/errors.js';

/** What stands on the server when the bad requests come. */
export interface World extends Things {
  /** Another session of the same owner, with nothing in it. */
  readonly other: { readonly sessionId: string; readonly jobId: string };
  /** What belongs to somebody else. */
  readonly foreign: Things;
}

export interface Things {
  readonly sessionId: string;
  readonly jobId: string;
  readonly dialogId: string;
  readonly taskId: string;
  /** What the task has proposed. */
  readonly changesetId: string;
}

/** One HTTP request, as it leaves. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
}

/** The same mistake behind each door; one of the two where the other has no such thing. */
export interface Doors {
  readonly rest?: (world: World) => Call;
  readonly graphql?: (world: World) => Call;
}

export interface Refusal {
  readonly code: ErrorCode;
  /** Over REST. */
  readonly status: number;
  /** The field that the refusal names, as each door writes it. */
  readonly field?: { readonly rest: string; readonly graphql: string };
  /** Parts of the message: the value, the rule and the way out. */
  readonly says: readonly string[];
  /** Part of the value that no message may repeat. */
  readonly secret?: string;
  /** GraphQL's own types refuse it before we see it: with BAD_REQUEST, and a message with these parts. */
  readonly typesSay?: readonly string[];
  /** Over GraphQL a lookup of what does not exist is no error: it gives null. */
  readonly isLookup?: boolean;
}

export interface BadCase extends Doors, Refusal {
  readonly name: string;
}

export function bad(name: string, doors: Doors, refusal: Refusal): BadCase {
  return { name, ...doors, ...refusal };
}

/** `graphql` is the path relative to `input`, with dots. */
export function invalid(rest: string, graphql: string, says: readonly string[]): Refusal {
  return { code: 'INVALID_INPUT', status: 422, field: { rest, graphql }, says };
}

/** A value of a type that the contract of either door does not allow. */
export function wrongType(rest: string, says: readonly string[], typesSay: readonly string[]): Refusal {
  return { code: 'INVALID_INPUT', status: 422, field: { rest, graphql: '' }, says, typesSay };
}

export function malformed(says: readonly string[], status = 400): Refusal {
  return { code: 'BAD_REQUEST', status, says };
}

export function tooLarge(says: readonly string[]): Refusal {
  return { code: 'PAYLOAD_TOO_LARGE', status: 413, says };
}

export function notFound(noun: string, id: string): Refusal {
  return { code: 'NOT_FOUND', status: 404, says: [`There is no ${noun} "${id.slice(0, 100)}`, 'Check the id'] };
}

export function get(path: string, headers: Readonly<Record<string, string>> = {}): Call {
  return { method: 'GET', path, headers };
}

export function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Call {
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** A document of ours with variables that its types may not allow. */
export function run(document: TypedDocumentNode<unknown, never> | string, variables: object = {}): Call {
  const query = typeof document === 'string' ? document : print(document);
  return post('/graphql', { query, variables }, { accept: 'application/json' });
}
