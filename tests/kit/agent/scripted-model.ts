import type { LanguageModel, ModelChunk, ModelMessage } from '../../../src/contracts/language-model.js';

/** A model that gives prepared replies in turn, in small pieces, and remembers what it was asked; for tests. */
export class ScriptedModel implements LanguageModel {
  readonly provider = 'scripted';
  readonly model = 'scripted-1';
  readonly calls: (readonly ModelMessage[])[] = [];
  private readonly replies: (string | Error)[];

  constructor(...replies: (string | Error)[]) {
    this.replies = replies;
  }

  async *stream(messages: readonly ModelMessage[], signal: AbortSignal): AsyncIterable<ModelChunk> {
    this.calls.push(messages);
    const reply = this.replies.shift();
    if (reply === undefined) throw new Error('The script has no further reply.');
    if (reply instanceof Error) throw reply;
    for (let at = 0; at < reply.length; at += 7) {
      signal.throwIfAborted();
      yield { text: reply.slice(at, at + 7) };
    }
    yield { text: '', usage: { promptTokens: 100, completionTokens: reply.length } };
  }
}
