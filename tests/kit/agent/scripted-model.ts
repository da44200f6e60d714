import type { LanguageModel, ModelChunk, ModelMessage } from '../../../src/contracts/language-model.js';

/** `cut`: a reply that ends because it may not be longer. */
export type ScriptedReply = string | Error | { readonly cut: string };

/** A model that gives prepared replies in turn, in small pieces, and remembers what it was asked; for tests. */
export class ScriptedModel implements LanguageModel {
  readonly provider = 'scripted';
  readonly model = 'scripted-1';
  readonly calls: (readonly ModelMessage[])[] = [];
  private readonly replies: ScriptedReply[];

  constructor(...replies: ScriptedReply[]) {
    this.replies = replies;
  }

  async *stream(messages: readonly ModelMessage[], signal: AbortSignal): AsyncIterable<ModelChunk> {
    this.calls.push(messages);
    const next = this.replies.shift();
    if (next === undefined) throw new Error('The script has no further reply.');
    if (next instanceof Error) throw next;
    const { reply, truncated } =
      typeof next === 'string' ? { reply: next, truncated: false } : { reply: next.cut, truncated: true };
    for (let at = 0; at < reply.length; at += 7) {
      signal.throwIfAborted();
      yield { text: reply.slice(at, at + 7) };
    }
    yield { text: '', usage: { promptTokens: 100, completionTokens: reply.length }, truncated };
  }
}
