import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { embedText } from '../embed-text.js';
import { bodyOf, FakeServer, type FakeServerOptions } from '../fake-server.js';
import type { Fault } from '../fault.js';
import { type FakeMessage, Replies, type ReplyScript, tokensOf } from '../reply-script.js';
import { sendEvents, sendFault, sendJson } from '../send.js';
import { FakeAccount } from './fake-account.js';

const DIMENSIONS: Readonly<Record<string, number>> = { Embeddings: 1024, EmbeddingsGigaR: 2560 };
const CHAT_MODELS = ['GigaChat', 'GigaChat-2', 'GigaChat-2-Pro', 'GigaChat-2-Max'];
const MOST_TEXTS = 90;
const MOST_CHARACTERS = 1_000_000;

export type Endpoint = 'oauth' | 'chat' | 'embeddings' | 'models' | 'tokens';

export interface RecordedRequest {
  readonly endpoint: Endpoint;
  readonly authorization: string;
  /** Parsed, of OAuth the form; null for GET. */
  readonly body: unknown;
}

export interface FakeGigaChatOptions extends FakeServerOptions {
  readonly replies?: ReplyScript;
  /** Sees each request when it has been received; it is answered when this gives. */
  readonly onRequest?: (request: RecordedRequest, response: ServerResponse) => Promise<void>;
}

/** GigaChat's protocol over HTTP, with scripted replies and faults. */
export class FakeGigaChat {
  /** The authorization key that it takes. */
  readonly key = 'ZmFrZS1jbGllbnQ6ZmFrZS1zZWNyZXQ=';
  readonly account = new FakeAccount(this.key);
  readonly replies: Replies;
  readonly requests: RecordedRequest[] = [];
  /** A text of more characters answers 413. */
  longestText = Number.POSITIVE_INFINITY;
  /** A text that holds this cannot be embedded, nor any other in the same request: 422. */
  unembeddable: string | null = null;
  /** How long every call takes at least, but for those of OAuth. */
  latencyMs = 0;
  readonly #server: FakeServer;
  readonly #onRequest: FakeGigaChatOptions['onRequest'];
  readonly #faults = new Map<Endpoint, (Fault | null)[]>();

  constructor(options: FakeGigaChatOptions = {}) {
    this.replies = new Replies(options.replies ?? ['Готово. Done.']);
    this.#onRequest = options.onRequest;
    this.#server = new FakeServer((request, response) => this.#answer(request, response), options);
  }

  static async start(options: FakeGigaChatOptions = {}): Promise<FakeGigaChat> {
    const fake = new FakeGigaChat(options);
    await fake.#server.listen(options.port);
    return fake;
  }

  get url(): string {
    return this.#server.url;
  }

  get authUrl(): string {
    return `${this.url}/api/v2/oauth`;
  }

  get apiUrl(): string {
    return `${this.url}/api/v1`;
  }

  /** Calls that have not ended: neither answered to the end nor given up by the client. */
  get openCalls(): number {
    return this.#server.openCalls;
  }

  /** The most calls that were open at the same time. */
  get mostCalls(): number {
    return this.#server.mostCalls;
  }

  requestsOf(endpoint: Endpoint): RecordedRequest[] {
    return this.requests.filter((request) => request.endpoint === endpoint);
  }

  /** The next requests of the endpoint meet these faults, one each; null lets a request pass. */
  misbehave(endpoint: Endpoint, ...faults: readonly (Fault | null)[]): void {
    this.#faults.set(endpoint, [...(this.#faults.get(endpoint) ?? []), ...faults]);
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const endpoint = endpointOf(request.method ?? '', new URL(request.url ?? '', this.url).pathname);
    if (endpoint === null) return sendJson(response, 404, { status: 404, message: 'Not Found' });
    const text = await bodyOf(request);
    const body = endpoint === 'oauth' ? Object.fromEntries(new URLSearchParams(text)) : jsonOf(text);
    const recorded = { endpoint, authorization: request.headers.authorization ?? '', body };
    this.requests.push(recorded);
    await this.#onRequest?.(recorded, response);
    const fault = this.#faults.get(endpoint)?.shift() ?? null;
    if (endpoint === 'oauth') {
      if (!sendFault(response, fault)) await this.account.grant(request, response, body);
      return;
    }
    if (this.latencyMs > 0) await sleep(this.latencyMs);
    if (sendFault(response, fault)) return;
    if (!this.account.accepts(request)) {
      return sendJson(response, 401, { status: 401, message: 'Token has expired' });
    }
    switch (endpoint) {
      case 'chat':
        return this.#chat(response, body, fault);
      case 'embeddings':
        return this.#embed(response, body);
      case 'models':
        return sendJson(response, 200, { object: 'list', data: MODELS });
      case 'tokens':
        return countTokens(response, body);
    }
  }

  async #chat(response: ServerResponse, body: unknown, fault: Fault | null): Promise<void> {
    const { model, messages, stream } = body as { model: string; messages?: FakeMessage[]; stream?: boolean };
    if (!CHAT_MODELS.includes(model)) return sendJson(response, 404, { status: 404, message: 'No such model' });
    if (!Array.isArray(messages) || messages.length === 0) {
      return sendJson(response, 422, { status: 422, message: 'Invalid params: messages' });
    }
    const { pieces, finishReason, pauseMs } = await this.replies.to(messages);
    const promptTokens = messages.reduce((sum, { content }) => sum + tokensOf(content), 0);
    const completionTokens = tokensOf(pieces.join(''));
    const usage = {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
      precached_prompt_tokens: 0,
    };
    const frame = { created: Math.floor(Date.now() / 1000), model: `${model}:2.0.28.2`, object: 'chat.completion' };
    if (stream !== true) {
      const message = { role: 'assistant', content: pieces.join('') };
      const choices = [{ message, index: 0, finish_reason: finishReason }];
      return sendJson(response, 200, { choices, ...frame, usage });
    }
    const events = pieces.map((content, index) => {
      const delta = index === 0 ? { content, role: 'assistant' } : { content };
      return { choices: [{ delta, index: 0 }], ...frame };
    });
    const last = { choices: [{ delta: { content: '' }, index: 0, finish_reason: finishReason }], ...frame, usage };
    const data = [...events, last].map((event) => JSON.stringify(event));
    return sendEvents(response, [...data, '[DONE]'], fault, pauseMs);
  }

  async #embed(response: ServerResponse, body: unknown): Promise<void> {
    const { model, input } = body as { model: string; input: string[] };
    const dimensions = DIMENSIONS[model];
    if (dimensions === undefined) return sendJson(response, 404, { status: 404, message: 'No such model' });
    const characters = input.reduce((sum, text) => sum + text.length, 0);
    if (input.length > MOST_TEXTS || characters > MOST_CHARACTERS) {
      return sendJson(response, 422, { status: 422, message: 'Too many texts' });
    }
    if (input.some((text) => text.length > this.longestText)) {
      return sendJson(response, 413, { status: 413, message: 'Tokens limit exceeded' });
    }
    const { unembeddable } = this;
    if (unembeddable !== null && input.some((text) => text.includes(unembeddable))) {
      return sendJson(response, 422, { status: 422, message: 'Invalid params: input' });
    }
    const data = input.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: embedText(text, dimensions),
      usage: { prompt_tokens: tokensOf(text) },
    }));
    // The protocol numbers the vectors and promises no order.
    sendJson(response, 200, { object: 'list', data: data.reverse(), model });
  }
}

const MODELS = [
  ...CHAT_MODELS.map((id) => ({ id, object: 'model', owned_by: 'salutedevices', type: 'chat' })),
  ...Object.keys(DIMENSIONS).map((id) => ({ id, object: 'model', owned_by: 'salutedevices', type: 'embedder' })),
];

function endpointOf(method: string, path: string): Endpoint | null {
  switch (`${method} ${path}`) {
    case 'POST /api/v2/oauth':
      return 'oauth';
    case 'POST /api/v1/chat/completions':
      return 'chat';
    case 'POST /api/v1/embeddings':
      return 'embeddings';
    case 'GET /api/v1/models':
      return 'models';
    case 'POST /api/v1/tokens/count':
      return 'tokens';
  }
  return null;
}

function countTokens(response: ServerResponse, body: unknown): void {
  const { input } = body as { input: string[] };
  const counts = input.map((text) => ({ object: 'tokens', tokens: tokensOf(text), characters: text.length }));
  sendJson(response, 200, counts);
}

function jsonOf(text: string): unknown {
  return text === '' ? null : JSON.parse(text);
}
