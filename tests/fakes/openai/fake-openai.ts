import type { IncomingMessage, ServerResponse } from 'node:http';
import { embedText } from '../embed-text.js';
import { bodyOf, FakeServer } from '../fake-server.js';
import type { Fault } from '../fault.js';
import { type FakeMessage, Replies, type ReplyScript, tokensOf } from '../reply-script.js';
import { sendEvents, sendFault, sendJson } from '../send.js';

const DIMENSIONS = 64;

export interface RecordedCall {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** The part of OpenAI's protocol that chat and embeddings need, with scripted replies and faults. */
export class FakeOpenAi {
  readonly replies: Replies;
  readonly requests: RecordedCall[] = [];
  readonly #server: FakeServer;
  readonly #faults: (Fault | null)[] = [];

  private constructor(replies: ReplyScript) {
    this.replies = new Replies(replies);
    this.#server = new FakeServer((request, response) => this.#answer(request, response));
  }

  static async start({ replies = ['Done.'] }: { replies?: ReplyScript } = {}): Promise<FakeOpenAi> {
    const fake = new FakeOpenAi(replies);
    await fake.#server.listen();
    return fake;
  }

  get baseUrl(): string {
    return `${this.#server.url}/v1`;
  }

  /** Calls that were begun and have not ended. */
  get openCalls(): number {
    return this.#server.openCalls;
  }

  /** The next requests meet these faults, one each; null lets a request pass. */
  misbehave(...faults: readonly (Fault | null)[]): void {
    this.#faults.push(...faults);
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const body = text === '' ? null : (JSON.parse(text) as Record<string, unknown>);
    const path = request.url ?? '';
    this.requests.push({ path, authorization: request.headers.authorization, body });
    const fault = this.#faults.shift() ?? null;
    if (sendFault(response, fault)) return;
    if (path === '/v1/chat/completions') return this.#chat(response, body ?? {}, fault);
    if (path === '/v1/embeddings') return embed(response, body ?? {});
    if (path === '/v1/models') return sendJson(response, 200, { object: 'list', data: [{ id: 'small' }] });
    sendJson(response, 404, { error: { message: 'Not found', code: null } });
  }

  async #chat(response: ServerResponse, body: Record<string, unknown>, fault: Fault | null): Promise<void> {
    const messages = body.messages as FakeMessage[];
    const { pieces, finishReason } = await this.replies.to(messages);
    const prompt_tokens = messages.reduce((sum, { content }) => sum + tokensOf(content), 0);
    const completion_tokens = tokensOf(pieces.join(''));
    const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
    const frame = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: body.model };
    const data = [
      ...pieces.map((content) => ({ ...frame, choices: [{ index: 0, delta: { role: 'assistant', content } }] })),
      { ...frame, choices: [{ index: 0, delta: {}, finish_reason: finishReason }] },
      { ...frame, choices: [], usage },
    ].map((event) => JSON.stringify(event));
    return sendEvents(response, [...data, '[DONE]'], fault);
  }
}

function embed(response: ServerResponse, body: Record<string, unknown>): void {
  const input = body.input as string | string[];
  const texts = typeof input === 'string' ? [input] : input;
  const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: embedText(text, DIMENSIONS) }));
  sendJson(response, 200, { object: 'list', model: body.model, data, usage: { prompt_tokens: 1, total_tokens: 1 } });
}
