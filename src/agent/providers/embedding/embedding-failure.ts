import { EmbeddingError } from '../../../shared/run-errors.js';
import { ProviderFailure } from '../provider-failure.js';

/** Statuses that speak of the texts given, and not of the account or the service. */
const ABOUT_THE_TEXTS: ReadonlySet<number | null> = new Set([400, 413, 422]);

/**
 * What an embedder throws for a provider's failure. Only a refusal of the texts themselves is final: an indexer marks
 * their files as failed and goes on. With any other failure no other text would do better, so the whole job is put off.
 */
export function asEmbeddingError(error: unknown): unknown {
  if (!(error instanceof ProviderFailure)) return error;
  const { message, retryAfterMs, status } = error;
  return new EmbeddingError(message, { retryable: !ABOUT_THE_TEXTS.has(status), retryAfterMs, cause: error });
}
