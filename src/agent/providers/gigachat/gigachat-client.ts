import { HttpExchange, type HttpReply } from '../../http/http-exchange.js';
import { acceptedReply } from '../accepted-reply.js';
import { CallLimit, type CallPurpose, type SharedTurns } from '../calls/call-limit.js';
import type { CallTuning } from '../calls/call-tuning.js';
import { providerUnavailable } from '../provider-failure.js';
import { AccessTokens } from './access-tokens.js';
import type { GigaChatSettings } from './gigachat-settings.js';
import { GIGACHAT } from './gigachat-wording.js';

export interface GigaChatCall {
  readonly purpose: CallPurpose;
  /** After the API's URL: `/chat/completions`. */
  readonly path: string;
  /** Null for GET. */
  readonly payload: object | null;
  readonly accept: 'application/json' | 'text/event-stream';
}

export type GigaChatClientOptions = CallTuning & {
  readonly settings: GigaChatSettings;
  /** PEM certificates to trust beside Node's own; null for none. */
  readonly certificates: readonly string[] | null;
  /** Calls at a time, of all models together: personal accounts may make one. */
  readonly concurrency: number;
  readonly sharedTurns: SharedTurns | null;
};

/** Calls of one GigaChat account. */
export class GigaChatClient {
  readonly #settings: GigaChatSettings;
  readonly #http: HttpExchange;
  readonly #tokens: AccessTokens;
  readonly #limit: CallLimit;

  constructor({ settings, certificates, concurrency, sharedTurns, deadlines }: GigaChatClientOptions) {
    this.#settings = settings;
    const { verifyCertificates } = settings;
    this.#http = new HttpExchange({ deadlines, certificates, verifyCertificates, failureOf: providerUnavailable });
    this.#tokens = new AccessTokens({ http: this.#http, ...settings });
    this.#limit = new CallLimit(concurrency, sharedTurns);
  }

  /**
   * The bytes of a successful reply, as they come. Waits for its turn first. Rejects with a `ProviderFailure`, or with
   * the signal's reason once the connection is closed. Makes no retries of its own, but for one with a new token.
   */
  async *bytes(call: GigaChatCall, signal: AbortSignal): AsyncGenerator<Buffer> {
    const end = await this.#limit.begin(call.purpose, signal);
    try {
      const reply = await this.#authorised(call, signal);
      yield* reply.body;
    } finally {
      end();
    }
  }

  /** Closes the connections that are kept for later calls. */
  close(): void {
    this.#http.close();
  }

  async #authorised(call: GigaChatCall, signal: AbortSignal): Promise<HttpReply> {
    const token = await this.#tokens.get(signal);
    const reply = await this.#send(call, token, signal);
    if (reply.status !== 401) return this.#accepted(reply, token);
    await this.#accepted(reply, token).catch(() => signal.throwIfAborted());
    this.#tokens.reject(token);
    const fresh = await this.#tokens.get(signal);
    return this.#accepted(await this.#send(call, fresh, signal), fresh);
  }

  async #send({ path, payload, accept }: GigaChatCall, token: string, signal: AbortSignal): Promise<HttpReply> {
    const url = `${this.#settings.apiUrl.replace(/\/+$/, '')}${path}`;
    const headers = { authorization: `Bearer ${token}`, accept };
    const wording = GIGACHAT.api;
    if (payload === null) return this.#http.send({ method: 'GET', url, headers, body: null, wording }, signal);
    const withType = { ...headers, 'content-type': 'application/json' };
    const body = JSON.stringify(payload);
    return this.#http.send({ method: 'POST', url, headers: withType, body, wording }, signal);
  }

  async #accepted(reply: HttpReply, token: string): Promise<HttpReply> {
    return acceptedReply(reply, { wording: GIGACHAT.api, secrets: [this.#settings.token, token] });
  }
}
