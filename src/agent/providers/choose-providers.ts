import type { Embedder, EmbeddingSpace } from '../../contracts/embedder.js';
import type { LanguageModel } from '../../contracts/language-model.js';
import type { SharedTurns } from './calls/call-limit.js';
import { type CallTuning, DEFAULT_RETRY } from './calls/call-tuning.js';
import { GigaChatProvider } from './gigachat/gigachat-provider.js';
import { OpenAiProvider } from './openai/openai-provider.js';
import type { OpenedProvider, ProviderOptions } from './opened-provider.js';
import { type CheckTiming, DEFAULT_CHECK_TIMING, type ProviderCheck, ProviderChecks } from './provider-checks.js';
import type { ProviderLogger } from './provider-logger.js';
import { chosenNames, type ProviderSettings } from './provider-settings.js';

export interface ProviderDependencies {
  readonly settings: ProviderSettings;
  /** Embeds where no provider is chosen. */
  readonly offlineEmbedder: Embedder;
  /** How many dimensions the model's vectors had when it was last used; null when it never was. */
  rememberedDimensions(provider: string, model: string): Promise<number | null>;
  readonly log: ProviderLogger;
  /** The turns of the calls to a provider that all processes have together; not given where there is one process. */
  readonly sharedTurns?: (provider: string) => SharedTurns;
  readonly tuning?: CallTuning;
  readonly checkTiming?: CheckTiming;
}

export interface Providers {
  /** Null: offline. */
  readonly languageModel: LanguageModel | null;
  /** Its `space` throws `NotReadyError` as long as `embeddingSpace` is null. */
  readonly embedder: Embedder;
  /** Null while nobody knows the dimensions: the model was never used before, and has not answered yet. */
  readonly embeddingSpace: EmbeddingSpace | null;
  /** Why the providers cannot be used now, as far as is known; empty when they can. */
  readonly problems: readonly string[];
  /** Gives when `embeddingSpace` is known. Never rejects, and does not settle when stopped before. */
  readonly embedderKnown: Promise<void>;
  /** Asks the providers whether they can be used, and goes on asking until they can. Waits a few seconds at most. */
  start(): Promise<void>;
  /** Stops asking and closes the connections. */
  stop(): Promise<void>;
}

/** The providers that the settings choose. Throws a `StartupError` when settings that a chosen one needs are missing. */
export async function chooseProviders(dependencies: ProviderDependencies): Promise<Providers> {
  const { settings, offlineEmbedder, log } = dependencies;
  const tuning = dependencies.tuning ?? { deadlines: settings.deadlines, retry: DEFAULT_RETRY };
  const names = chosenNames(settings);
  const opened = new Map<string, OpenedProvider>();
  const open = (name: 'gigachat' | 'openai'): OpenedProvider => {
    const provider =
      opened.get(name) ??
      PROVIDERS[name]({ settings, tuning, log, sharedTurns: dependencies.sharedTurns?.(name) ?? null });
    opened.set(name, provider);
    return provider;
  };
  const checks: ProviderCheck[] = [];

  let languageModel: LanguageModel | null = null;
  if (names.languageModel !== 'offline') {
    const provider = open(names.languageModel);
    languageModel = provider.languageModel();
    checks.push({ name: 'language model', run: (signal) => provider.check(signal) });
  }

  let embedder = offlineEmbedder;
  let embedderKnown = Promise.resolve();
  let isKnown = () => true;
  if (names.embedder !== 'offline') {
    const provider = open(names.embedder);
    const model = provider.embeddingModel();
    const remembered = await dependencies.rememberedDimensions(names.embedder, model);
    const probed = provider.embedder(model, remembered);
    embedder = probed;
    isKnown = () => probed.isProbed;
    let known = () => {};
    if (!probed.isProbed) embedderKnown = new Promise((resolve) => (known = resolve));
    checks.push({ name: 'embedder', run: (signal) => probed.probe(signal).then(known) });
  }

  const watch = new ProviderChecks({ checks, log, timing: dependencies.checkTiming ?? DEFAULT_CHECK_TIMING });
  return {
    languageModel,
    embedder,
    embedderKnown,
    get embeddingSpace() {
      return isKnown() ? embedder.space : null;
    },
    get problems() {
      return watch.problems;
    },
    start: () => watch.start(),
    stop: async () => {
      await watch.stop();
      for (const provider of opened.values()) provider.close();
    },
  };
}

const PROVIDERS = {
  gigachat: (options: ProviderOptions) => new GigaChatProvider(options),
  openai: (options: ProviderOptions) => new OpenAiProvider(options),
};
