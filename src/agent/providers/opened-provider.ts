import type { LanguageModel } from '../../contracts/language-model.js';
import type { SharedTurns } from './calls/call-limit.js';
import type { CallTuning } from './calls/call-tuning.js';
import type { ProviderEmbedder } from './embedding/provider-embedder.js';
import type { ProviderLogger } from './provider-logger.js';
import type { ProviderSettings } from './provider-settings.js';

export interface ProviderOptions {
  readonly settings: ProviderSettings;
  readonly tuning: CallTuning;
  readonly log: ProviderLogger;
  /** Null where no other process calls the provider. */
  readonly sharedTurns: SharedTurns | null;
}

/** One account or endpoint, whose models share its connections and its limit of calls at a time. */
export interface OpenedProvider {
  /** Throws a `StartupError` when no model is set. */
  languageModel(): LanguageModel;
  /** The embedding model's name. Throws a `StartupError` when none is set. */
  embeddingModel(): string;
  embedder(model: string, dimensions: number | null): ProviderEmbedder;
  /** Whether the language model can be used. Rejects with a `ProviderFailure`, or with the signal's reason. */
  check(signal: AbortSignal): Promise<void>;
  close(): void;
}
