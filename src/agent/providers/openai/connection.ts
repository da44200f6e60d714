import type { HttpExchange } from '../../http/http-exchange.js';
import { acceptedReply } from '../accepted-reply.js';
import { authorizationOf } from './authorization.js';
import { OPENAI } from './openai-wording.js';

type FetchInput = Parameters<typeof fetch>[0];

/** A `fetch` for one request, which remembers why it failed: the client and LangChain wrap or swallow such errors. */
export class Connection {
  readonly #http: HttpExchange;
  readonly #apiKey: string | null;
  readonly #signal: AbortSignal;
  readonly #left = new AbortController();
  #failure: { readonly why: unknown } | null = null;
  #body: AsyncIterator<Buffer> | null = null;

  constructor({ http, apiKey, signal }: { http: HttpExchange; apiKey: string | null; signal: AbortSignal }) {
    this.#http = http;
    this.#apiKey = apiKey;
    this.#signal = signal;
  }

  readonly fetch = async (input: FetchInput, init: RequestInit = {}): Promise<Response> => {
    const url = input instanceof Request ? input.url : input.toString();
    // Not the client's own headers: they describe this machine, and name accounts found in the environment.
    const headers = { ...authorizationOf(this.#apiKey), 'content-type': 'application/json' };
    const body = typeof init.body === 'string' ? init.body : null;
    const signal = AbortSignal.any([this.#signal, this.#left.signal]);
    const {
      status,
      headers: given,
      body: bytes,
    } = await this.#remembering(async () => {
      const reply = await this.#http.send({ method: 'POST', url, headers, body, wording: OPENAI }, signal);
      return acceptedReply(reply, { wording: OPENAI, secrets: [this.#apiKey] });
    });
    const type = given['content-type'] ?? 'application/json';
    return new Response(this.#streamOf(bytes), { status, headers: { 'content-type': type } });
  };

  /** Throws the signal's reason once it was aborted, else what the request failed with, if it did. */
  throwFailure(): void {
    this.#signal.throwIfAborted();
    if (this.#failure !== null) throw this.#failure.why;
  }

  /** Closes the connection if the reply was not read to its end, and waits until it is closed. */
  async close(): Promise<void> {
    this.#left.abort();
    await this.#body?.return?.();
  }

  #streamOf(bytes: AsyncIterable<Buffer>): ReadableStream<Uint8Array> {
    const body = bytes[Symbol.asyncIterator]();
    this.#body = body;
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const { done, value } = await this.#remembering(() => body.next());
        if (done) controller.close();
        else controller.enqueue(value);
      },
    });
  }

  async #remembering<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#failure ??= { why: error };
      throw error;
    }
  }
}
