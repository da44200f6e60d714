import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient } from 'graphql-sse';

export interface GraphQLAnswer<Data> {
  readonly status: number;
  readonly data: Data | null;
  readonly errors: readonly { message: string; extensions?: Record<string, unknown> }[] | null;
}

/** Talks to the server as a client with generated documents does. */
export class GraphQLClient {
  constructor(
    readonly url: string,
    readonly token: string | null = null,
  ) {}

  /** The answer as it came. */
  async send<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<GraphQLAnswer<Data>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...this.#authorization() },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const { data = null, errors = null } = (await response.json()) as GraphQLAnswer<Data>;
    return { status: response.status, data, errors };
  }

  /** The data; top-level errors throw. */
  async run<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
    const { data, errors } = await this.send(document, variables);
    if (data === null || errors !== null) throw new Error(`GraphQL answered ${JSON.stringify(errors)}`);
    return data;
  }

  /** The results of a subscription over graphql-sse's protocol, until it completes; breaking off unsubscribes. */
  async *watch<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): AsyncGenerator<Data, void, undefined> {
    const client = createClient({
      url: `${this.url}/graphql/stream`,
      headers: this.#authorization(),
      retryAttempts: 0,
    });
    try {
      for await (const result of client.iterate<Data>({ query: print(document), variables })) {
        if (result.errors) throw new Error(`GraphQL answered ${JSON.stringify(result.errors)}`);
        if (result.data) yield result.data;
      }
    } finally {
      client.dispose();
    }
  }

  #authorization(): Record<string, string> {
    return this.token === null ? {} : { authorization: `Bearer ${this.token}` };
  }
}
