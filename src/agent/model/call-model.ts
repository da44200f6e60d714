import type { Usage } from '../../contracts/agent-runner.js';
import type { LanguageModel, ModelMessage, TokenUsage } from '../../contracts/language-model.js';
import type { TurnRun } from '../turn-run.js';
import { estimateTokens } from './estimate-tokens.js';

export interface ModelReply {
  readonly text: string;
  /** Whether the model had to stop before its end. */
  readonly truncated: boolean;
  /** The turn's usage, this call included. */
  readonly usage: Usage;
}

/**
 * Calls the model once, giving each piece of its reply to `onText` as it comes. The usage is told whether the call ends
 * well or not. What the provider did not count, as of a reply that was cut, is estimated; a call that
 * gave no text at all counts as a call without tokens.
 *
 * Throws BUDGET_EXCEEDED instead of beginning a call that the turn's tokens do not allow, in the middle of a reply that
 * goes on beyond them, and after one whose tokens turn out to be too many.
 */
export async function callModel(
  model: LanguageModel,
  messages: readonly ModelMessage[],
  run: TurnRun,
  before: Usage,
  onText: (text: string) => Promise<void> = async () => {},
): Promise<ModelReply> {
  // A turn may have been cancelled between two calls: the provider must not see another one.
  run.signal.throwIfAborted();
  const promptCharacters = messages.reduce((sum, { content }) => sum + content.length, 0);
  run.checkTokens(before, promptCharacters);
  let text = '';
  let counted: TokenUsage | null = null;
  const usage = (): Usage => {
    const spent = counted ?? estimateOf(messages, text);
    return {
      ...before,
      promptTokens: before.promptTokens + spent.promptTokens,
      completionTokens: before.completionTokens + spent.completionTokens,
      llmCalls: before.llmCalls + 1,
    };
  };
  let held = '';
  let truncated = false;
  try {
    for await (const chunk of model.stream(messages, run.signal)) {
      run.signal.throwIfAborted();
      counted = chunk.usage ?? counted;
      truncated ||= chunk.truncated === true;
      const piece = storable(held + chunk.text);
      held = danglingSurrogate(piece);
      const whole = piece.slice(0, piece.length - held.length);
      if (whole === '') continue;
      text += whole;
      await onText(whole);
      if (counted === null) run.checkTokens(before, promptCharacters + text.length);
    }
  } finally {
    await run.tellUsage(usage());
  }
  run.checkTokens(usage());
  return { text, truncated, usage: usage() };
}

function estimateOf(messages: readonly ModelMessage[], reply: string): TokenUsage {
  if (reply === '') return { promptTokens: 0, completionTokens: 0 };
  const promptTokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  return { promptTokens, completionTokens: estimateTokens(reply) };
}

/** PostgreSQL's text and jsonb refuse NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '');
}

/** Half of a character at the end of a piece waits for its other half: stored alone it is not valid Unicode. */
function danglingSurrogate(text: string): string {
  return /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '';
}
