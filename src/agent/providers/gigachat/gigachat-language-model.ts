import type { LanguageModel, ModelChunk, ModelMessage } from '../../../contracts/language-model.js';
import { begun } from '../calls/begun.js';
import { type RetryPolicy, withRetries } from '../calls/retry.js';
import { eventData } from './event-data.js';
import type { GigaChatClient } from './gigachat-client.js';
import { replyChunks } from './reply-chunks.js';

export class GigaChatLanguageModel implements LanguageModel {
  readonly provider = 'gigachat';
  readonly model: string;
  readonly #client: GigaChatClient;
  readonly #retry: RetryPolicy;

  constructor({ client, model, retry }: { client: GigaChatClient; model: string; retry: RetryPolicy }) {
    this.#client = client;
    this.model = model;
    this.#retry = retry;
  }

  /** As the contract has it. Failures before the first piece are retried, later ones never: the text is with the reader. */
  async *stream(messages: readonly ModelMessage[], signal: AbortSignal): AsyncGenerator<ModelChunk> {
    const chunks = await withRetries(() => begun(this.#reply(messages, signal)), this.#retry, signal);
    for await (const chunk of chunks) {
      // Pieces that came before the abort may still be waiting.
      signal.throwIfAborted();
      yield chunk;
    }
  }

  #reply(messages: readonly ModelMessage[], signal: AbortSignal): AsyncGenerator<ModelChunk> {
    const payload = { model: this.model, messages, stream: true };
    const bytes = this.#client.bytes(
      { purpose: 'answer', path: '/chat/completions', payload, accept: 'text/event-stream' },
      signal,
    );
    return replyChunks(eventData(bytes));
  }
}
