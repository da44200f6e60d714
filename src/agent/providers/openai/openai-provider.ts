import { StartupError } from '../../../shared/errors.js';
import type { CallTuning } from '../calls/call-tuning.js';
import { ProviderEmbedder } from '../embedding/provider-embedder.js';
import type { OpenedProvider, ProviderOptions } from '../opened-provider.js';
import { openAiEmbeddings } from './openai-embeddings.js';
import { OpenAiEndpoint } from './openai-endpoint.js';
import { OpenAiLanguageModel } from './openai-language-model.js';
import type { OpenAiSettings } from './openai-settings.js';

export class OpenAiProvider implements OpenedProvider {
  readonly #settings: OpenAiSettings;
  readonly #tuning: CallTuning;
  readonly #endpoint: OpenAiEndpoint;

  /** Throws a `StartupError` when no endpoint is set: no host is a default for a project's texts. */
  constructor({ settings: { openai, concurrency }, tuning, sharedTurns }: ProviderOptions) {
    if (openai === null) {
      throw new StartupError(
        'An OpenAI-compatible provider is chosen and OPENAI_BASE_URL is not set. Set it to the endpoint, up to and including its version: http://localhost:11434/v1.',
      );
    }
    this.#settings = openai;
    this.#tuning = tuning;
    this.#endpoint = new OpenAiEndpoint({ ...tuning, settings: openai, concurrency, sharedTurns });
  }

  languageModel(): OpenAiLanguageModel {
    const { model } = this.#settings;
    if (model === null) {
      throw new StartupError('LLM_PROVIDER=openai needs a model. Set OPENAI_MODEL to one that the endpoint has.');
    }
    return new OpenAiLanguageModel({ endpoint: this.#endpoint, model, retry: this.#tuning.retry });
  }

  embeddingModel(): string {
    const { embeddingModel } = this.#settings;
    if (embeddingModel !== null) return embeddingModel;
    throw new StartupError(
      'EMBEDDING_PROVIDER=openai needs a model. Set OPENAI_EMBEDDING_MODEL to one that the endpoint has.',
    );
  }

  embedder(model: string, dimensions: number | null): ProviderEmbedder {
    const { embeddingBatch: texts } = this.#settings;
    const embedding = openAiEmbeddings({ endpoint: this.#endpoint, model, texts, retry: this.#tuning.retry });
    return new ProviderEmbedder({ provider: 'openai', model, embedding, dimensions });
  }

  async check(signal: AbortSignal): Promise<void> {
    await this.#endpoint.check(signal);
  }

  close(): void {
    this.#endpoint.close();
  }
}
