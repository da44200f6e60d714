import { AIMessage, type AIMessageChunk, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { ChatOpenAICompletions } from '@langchain/openai';
import type { LanguageModel, ModelChunk, ModelMessage, TokenUsage } from '../../../contracts/language-model.js';
import { begun } from '../calls/begun.js';
import { type RetryPolicy, withRetries } from '../calls/retry.js';
import { brokenOff, endingOf } from '../reply-ending.js';
import type { OpenAiEndpoint } from './openai-endpoint.js';
import { OPENAI } from './openai-wording.js';

export class OpenAiLanguageModel implements LanguageModel {
  readonly provider = 'openai';
  readonly model: string;
  readonly #endpoint: OpenAiEndpoint;
  readonly #retry: RetryPolicy;

  constructor({ endpoint, model, retry }: { endpoint: OpenAiEndpoint; model: string; retry: RetryPolicy }) {
    this.#endpoint = endpoint;
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

  async *#reply(messages: readonly ModelMessage[], signal: AbortSignal): AsyncGenerator<ModelChunk> {
    let finish: string | null = null;
    let usage: TokenUsage | undefined;
    const given = messages.map(asLangChainMessage);
    const pieces = this.#endpoint.call<AIMessageChunk>(
      'answer',
      (fields) => {
        // Not ChatOpenAI, which chooses an API by the model's name that compatible endpoints do not have.
        const model = new ChatOpenAICompletions({ ...fields, model: this.model, streamUsage: true });
        return model.stream(given, { signal });
      },
      signal,
    );
    for await (const piece of pieces) {
      if (typeof piece.content === 'string' && piece.content !== '') yield { text: piece.content };
      const reason: unknown = piece.response_metadata.finish_reason;
      if (typeof reason === 'string') finish = reason;
      const spent = piece.usage_metadata;
      if (spent) usage = { promptTokens: spent.input_tokens, completionTokens: spent.output_tokens };
    }
    if (finish === null) throw brokenOff(OPENAI);
    const ending = endingOf(finish, OPENAI);
    yield { text: '', usage, truncated: ending.truncated };
    if (ending.failure !== null) throw ending.failure;
  }
}

function asLangChainMessage({ role, content }: ModelMessage): SystemMessage | HumanMessage | AIMessage {
  if (role === 'system') return new SystemMessage(content);
  return role === 'user' ? new HumanMessage(content) : new AIMessage(content);
}
