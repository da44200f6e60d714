import type { LanguageModel, TokenUsage } from '../../../src/contracts/language-model.js';

export interface Heard {
  readonly text: string;
  readonly usage: TokenUsage | undefined;
  readonly truncated: boolean | undefined;
  /** What the stream ended with; null when it ended well. */
  readonly failure: unknown;
}

/** Reads a reply to its end, good or bad. */
export async function listenTo(
  model: LanguageModel,
  question = 'Привет!',
  signal: AbortSignal = new AbortController().signal,
): Promise<Heard> {
  let text = '';
  let usage: TokenUsage | undefined;
  let truncated: boolean | undefined;
  try {
    for await (const chunk of model.stream([{ role: 'user', content: question }], signal)) {
      text += chunk.text;
      usage = chunk.usage ?? usage;
      truncated = chunk.truncated ?? truncated;
    }
  } catch (failure) {
    return { text, usage, truncated, failure };
  }
  return { text, usage, truncated, failure: null };
}
