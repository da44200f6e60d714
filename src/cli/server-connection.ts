import { setTimeout as delay } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type FormattedExecutionResult, print } from 'graphql';
import { type Client, createClient, NetworkError } from 'graphql-sse';
import type { ErrorCode } from '../generated/documents/graphql.js';
import { CliError } from './cli-error.js';

/** Waits between tries of a request that did not get through: about 8 s in all. */
const RETRY_DELAYS_MS = [250, 500, 1000, 2000, 4000];

/** The request did not get through, or its answer did not come back. */
export class UnreachableError extends CliError {}

/** Something answers, but not as this server does. */
export class UnexpectedAnswerError extends CliError {}

/** The server answered with an error of its catalogue. */
export class ServerError extends CliError {
  constructor(
    message: string,
    readonly code: ErrorCode,
  ) {
    super(message);
  }
}

type Variables = Record<string, unknown>;

/** GraphQL over HTTP, and subscriptions over server-sent events, with one server. */
export class ServerConnection {
  readonly #headers: Record<string, string>;
  readonly #events: Client;

  /** When `signal` is aborted, every request and subscription ends. */
  constructor(
    readonly url: URL,
    token: string | null,
    readonly signal: AbortSignal,
  ) {
    this.#headers = token === null ? {} : { authorization: `Bearer ${token}` };
    this.#events = createClient({
      url: this.at('graphql/stream').href,
      headers: this.#headers,
      // Resuming takes the last event's cursor, which only the reader of the events knows.
      retryAttempts: 0,
    });
    signal.addEventListener('abort', () => this.#events.dispose(), { once: true });
  }

  /** The address of a path below the server's URL. */
  at(path: string): URL {
    return new URL(path, this.url.href.replace(/\/*$/, '/'));
  }

  /** Tries again when the network fails, so a mutation must carry an idempotency key. */
  async execute<Result, Given extends Variables>(
    document: TypedDocumentNode<Result, Given>,
    variables: Given,
  ): Promise<Result> {
    for (const wait of RETRY_DELAYS_MS) {
      try {
        return await this.executeOnce(document, variables);
      } catch (error) {
        if (!isTransient(error)) throw error;
        await delay(wait, undefined, { signal: this.signal });
      }
    }
    return this.executeOnce(document, variables);
  }

  /** Throws an `UnreachableError`, an `UnexpectedAnswerError` or a `ServerError`. */
  async executeOnce<Result, Given extends Variables>(
    document: TypedDocumentNode<Result, Given>,
    variables: Given,
    signal = this.signal,
  ): Promise<Result> {
    const response = await this.#post(JSON.stringify({ query: print(document), variables }), signal);
    return dataOf<Result>(response);
  }

  /**
   * The subscription's results, until the server completes it or the signal is aborted. A broken connection throws an
   * `UnreachableError`, an error in a result a `ServerError`.
   */
  async *subscribe<Result, Given extends Variables>(
    document: TypedDocumentNode<Result, Given>,
    variables: Given,
  ): AsyncGenerator<Result> {
    try {
      const results = this.#events.iterate<Result>({ query: print(document), variables });
      for await (const result of results) yield dataOf<Result>(result);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      const status = (error as NetworkError<Response>).response?.status ?? 0;
      if (status >= 400 && status < 500)
        throw new UnexpectedAnswerError(`The server refused the stream of events (HTTP ${status}).`);
      throw this.#unreachable(error);
    }
  }

  async #post(body: string, signal: AbortSignal): Promise<FormattedExecutionResult> {
    const response = await this.#send(body, signal);
    try {
      return JSON.parse(response.text);
    } catch {
      throw new UnexpectedAnswerError(
        `${this.url.origin} answers (HTTP ${response.status}), but not as an Agent Backend. Another program may be using this port: give the server's address with --url, or choose another PORT.`,
      );
    }
  }

  async #send(body: string, signal: AbortSignal): Promise<{ status: number; text: string }> {
    const headers = { ...this.#headers, 'content-type': 'application/json', accept: 'application/json' };
    try {
      const response = await fetch(this.at('graphql'), { method: 'POST', headers, body, signal });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      signal.throwIfAborted();
      throw this.#unreachable(error);
    }
  }

  #unreachable(cause: unknown): UnreachableError {
    return new UnreachableError(
      `The server at ${this.url.origin} cannot be reached${reasonOf(cause)}. Start it again and repeat the command: nothing that was sent is lost.`,
      { cause },
    );
  }
}

export function isTransient(error: unknown): boolean {
  if (error instanceof ServerError) return error.code === 'NOT_READY' || error.code === 'DATABASE_UNAVAILABLE';
  return error instanceof UnreachableError;
}

/**
 * The payload of a mutation, whose result is a union of it and the errors one can expect.
 * Throws a `ServerError` when it is one of those.
 */
export function payloadOf<Result extends object>(result: Result): Exclude<Result, { code: ErrorCode }> {
  if ('code' in result && 'message' in result) {
    const { message, code } = result as { message: string; code: ErrorCode };
    throw new ServerError(message, code);
  }
  return result as Exclude<Result, { code: ErrorCode }>;
}

function dataOf<Result>({ data, errors }: { data?: unknown; errors?: readonly unknown[] }): Result {
  const [error] = (errors ?? []) as readonly { message: string; extensions?: { code?: ErrorCode } }[];
  if (error !== undefined) throw new ServerError(error.message, error.extensions?.code ?? 'INTERNAL');
  if (data === undefined || data === null)
    throw new UnexpectedAnswerError('The server sent neither data nor an error.');
  return data as Result;
}

/** `fetch` hides the network's own error in `cause`. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  return cause?.code === undefined ? '' : ` (${cause.code})`;
}
