import { HttpExchange } from '../../http/http-exchange.js';
import { acceptedReply } from '../accepted-reply.js';
import { CallLimit, type CallPurpose, type SharedTurns } from '../calls/call-limit.js';
import type { CallTuning } from '../calls/call-tuning.js';
import { ProviderFailure, providerUnavailable } from '../provider-failure.js';
import { readReply } from '../read-reply.js';
import { authorizationOf } from './authorization.js';
import { Connection } from './connection.js';
import type { OpenAiSettings } from './openai-settings.js';
import { OPENAI } from './openai-wording.js';

/** What LangChain's clients are made with for one call. */
export interface OpenAiClientFields {
  readonly apiKey: string;
  readonly maxRetries: 0;
  readonly configuration: { readonly baseURL: string; readonly fetch: typeof fetch; readonly logLevel: 'off' };
}

/**
 * Calls of one endpoint. LangChain and the OpenAI client below it speak the protocol; the connections are ours. They
 * would otherwise wait for silent servers without end, take a stream that an abort cut for complete, and give an
 * embedding call no signal at all.
 */
export class OpenAiEndpoint {
  readonly #settings: OpenAiSettings;
  readonly #http: HttpExchange;
  readonly #limit: CallLimit;

  constructor({
    settings,
    concurrency,
    sharedTurns,
    deadlines,
  }: CallTuning & {
    readonly settings: OpenAiSettings;
    readonly concurrency: number;
    readonly sharedTurns: SharedTurns | null;
  }) {
    this.#settings = settings;
    this.#http = new HttpExchange({
      deadlines,
      certificates: null,
      verifyCertificates: true,
      failureOf: providerUnavailable,
    });
    this.#limit = new CallLimit(concurrency, sharedTurns);
  }

  /**
   * Iterates what `work` gives, in the call's turn. Rejects with a `ProviderFailure` or the signal's reason, whatever
   * the libraries in between made of it, and only after the connection is closed.
   */
  async *call<T>(
    purpose: CallPurpose,
    work: (fields: OpenAiClientFields) => Promise<AsyncIterable<T>>,
    signal: AbortSignal,
  ): AsyncGenerator<T> {
    const end = await this.#limit.begin(purpose, signal);
    const connection = new Connection({ http: this.#http, apiKey: this.#settings.apiKey, signal });
    try {
      yield* await work(this.#fields(connection));
      connection.throwFailure();
    } catch (error) {
      connection.throwFailure();
      throw asFailure(error);
    } finally {
      await connection.close();
      end();
    }
  }

  /** Whether the endpoint answers and takes the key. Rejects with a `ProviderFailure`, or with the signal's reason. */
  async check(signal: AbortSignal): Promise<void> {
    const { baseUrl, apiKey } = this.#settings;
    const url = `${baseUrl.replace(/\/+$/, '')}/models`;
    const headers = authorizationOf(apiKey);
    const reply = await this.#http.send({ method: 'GET', url, headers, body: null, wording: OPENAI }, signal);
    // Not every compatible server lists its models.
    if (reply.status === 404 || reply.status === 405) await readReply(reply.body);
    else await readReply((await acceptedReply(reply, { wording: OPENAI, secrets: [apiKey] })).body);
  }

  close(): void {
    this.#http.close();
  }

  #fields(connection: Connection): OpenAiClientFields {
    return {
      // The connection has the key. Without a word here the client would look for one in the environment.
      apiKey: 'unused',
      maxRetries: 0,
      configuration: { baseURL: this.#settings.baseUrl, fetch: connection.fetch, logLevel: 'off' },
    };
  }
}

/** An error that did not come from the connection: what arrived was not what the protocol has. */
function asFailure(error: unknown): unknown {
  if (error instanceof ProviderFailure) return error;
  return new ProviderFailure(
    'BAD_MODEL_OUTPUT',
    `${OPENAI.name} answered with something that its protocol does not have. Send the request again.`,
    { retryable: true },
  );
}
