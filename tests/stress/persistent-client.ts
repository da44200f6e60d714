import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { GraphQLClient } from '../kit/graphql-client.js';
import { isCut } from './cut.js';

const AGAIN_AFTER_MS = 30;

/**
 * A client that does not give up: it sends an operation, a mutation under its idempotency key, to an API process of the
 * moment, and sends it again when the connection fails, until it is answered.
 */
export class PersistentClient {
  #retries = 0;
  readonly #waiting = new Map<string, number>();
  readonly #api: () => Promise<string>;

  /** `api` gives where to send next. */
  constructor(api: () => Promise<string>) {
    this.#api = api;
  }

  /** How often something was sent again. */
  get retries(): number {
    return this.#retries;
  }

  /** How many requests the process at `url` has not answered. */
  waitingAt(url: string): number {
    return this.#waiting.get(url) ?? 0;
  }

  /** The data. Rejects when the server answers with top-level errors: its death is no excuse for one. */
  async run<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
    for (;;) {
      const url = await this.#api();
      this.#waiting.set(url, this.waitingAt(url) + 1);
      try {
        return await new GraphQLClient(url).run(document, variables);
      } catch (error) {
        if (!isCut(error)) throw error;
        this.#retries += 1;
      } finally {
        this.#waiting.set(url, this.waitingAt(url) - 1);
      }
      await sleep(AGAIN_AFTER_MS);
    }
  }
}
