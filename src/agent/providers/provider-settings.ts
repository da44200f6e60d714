import type { Deadlines } from '../http/deadline.js';
import type { GigaChatSettings } from './gigachat/gigachat-settings.js';
import type { OpenAiSettings } from './openai/openai-settings.js';

export type ProviderName = 'gigachat' | 'openai' | 'offline';

export interface ProviderSettings {
  /** Null: not said, see `chosenNames`. */
  readonly languageModel: ProviderName | null;
  /** Null: not said, see `chosenNames`. */
  readonly embedder: ProviderName | null;
  /** Null: no account is set. */
  readonly gigachat: GigaChatSettings | null;
  /** Null: no endpoint is set. */
  readonly openai: OpenAiSettings | null;
  /** Calls that a provider gets at a time, those for answers and for vectors together. */
  readonly concurrency: number;
  readonly deadlines: Deadlines;
}

/** What is not said is GigaChat when there is an account for it, else offline. */
export function chosenNames({ languageModel, embedder, gigachat }: ProviderSettings): {
  readonly languageModel: ProviderName;
  readonly embedder: ProviderName;
} {
  const usual = gigachat === null ? 'offline' : 'gigachat';
  return { languageModel: languageModel ?? usual, embedder: embedder ?? usual };
}
