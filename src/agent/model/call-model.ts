import type { Usage } from '../../contracts/agent-runner.js';
import type { LanguageModel, ModelMessage, TokenUsage } from '../../contracts/language-model.js';
import type { TurnRun } from '../turn-run.js';

export interface ModelReply {
  readonly text: string;
  /** The turn's usage, this call included. */
  readonly usage: Usage;
}

/**
 * Calls the model once, giving each piece of its reply to `onText` as it comes. The usage is told whether the call
 * ends well or not; tokens that a broken call did not report are not in it.
 */
export async function callModel(
  model: LanguageModel,
  messages: readonly ModelMessage[],
  run: TurnRun,
  before: Usage,
  onText: (text: string) => Promise<void> = async () => {},
): Promise<ModelReply> {
  let text = '';
  let spent: TokenUsage = { promptTokens: 0, completionTokens: 0 };
  const usage = (): Usage => ({
    ...before,
    promptTokens: before.promptTokens + spent.promptTokens,
    completionTokens: before.completionTokens + spent.completionTokens,
    llmCalls: before.llmCalls + 1,
  });
  let held = '';
  try {
    for await (const chunk of model.stream(messages, run.signal)) {
      run.signal.throwIfAborted();
      if (chunk.usage !== undefined) spent = chunk.usage;
      const piece = storable(held + chunk.text);
      held = danglingSurrogate(piece);
      const whole = piece.slice(0, piece.length - held.length);
      if (whole === '') continue;
      text += whole;
      await onText(whole);
    }
  } finally {
    await run.tellUsage(usage());
  }
  return { text, usage: usage() };
}

/** PostgreSQL's text and jsonb refuse NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '');
}

/** Half of a character at the end of a piece waits for its other half: stored alone it is not valid Unicode. */
function danglingSurrogate(text: string): string {
  return /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '';
}
