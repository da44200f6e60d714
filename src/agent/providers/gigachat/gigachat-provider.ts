import { StartupError } from '../../../shared/errors.js';
import { trustedCertificates } from '../../http/trusted-certificates.js';
import type { CallTuning } from '../calls/call-tuning.js';
import { ProviderEmbedder } from '../embedding/provider-embedder.js';
import type { OpenedProvider, ProviderOptions } from '../opened-provider.js';
import { checkModel } from './check-model.js';
import { GigaChatClient } from './gigachat-client.js';
import { gigaChatEmbeddings } from './gigachat-embeddings.js';
import { GigaChatLanguageModel } from './gigachat-language-model.js';
import type { GigaChatSettings } from './gigachat-settings.js';

export class GigaChatProvider implements OpenedProvider {
  readonly #settings: GigaChatSettings;
  readonly #tuning: CallTuning;
  readonly #client: GigaChatClient;

  /** Throws a `StartupError` when no token is set, or the file of certificates cannot be used. */
  constructor({ settings: { gigachat, concurrency }, tuning, log, sharedTurns }: ProviderOptions) {
    if (gigachat === null) {
      throw new StartupError(
        'GigaChat is chosen and GIGACHAT_TOKEN is not set. Set it to the authorization key of your account, or set LLM_PROVIDER and EMBEDDING_PROVIDER to offline.',
      );
    }
    if (!gigachat.verifyCertificates) {
      log.warn(
        {},
        'GIGACHAT_SSL_VERIFY=false: whoever is between this server and GigaChat can read all. Prefer GIGACHAT_CA_FILE.',
      );
    }
    const certificates = gigachat.caFile === null ? null : trustedCertificates('GIGACHAT_CA_FILE', gigachat.caFile);
    this.#settings = gigachat;
    this.#tuning = tuning;
    this.#client = new GigaChatClient({ ...tuning, settings: gigachat, certificates, concurrency, sharedTurns });
  }

  languageModel(): GigaChatLanguageModel {
    return new GigaChatLanguageModel({
      client: this.#client,
      model: this.#settings.model,
      retry: this.#tuning.retry,
    });
  }

  embeddingModel(): string {
    return this.#settings.embeddingModel;
  }

  embedder(model: string, dimensions: number | null): ProviderEmbedder {
    const embedding = gigaChatEmbeddings({ client: this.#client, model, retry: this.#tuning.retry });
    return new ProviderEmbedder({ provider: 'gigachat', model, embedding, dimensions });
  }

  async check(signal: AbortSignal): Promise<void> {
    await checkModel(this.#client, this.#settings.model, signal);
  }

  close(): void {
    this.#client.close();
  }
}
