import type { RunFailure } from '../../contracts/events.js';
import { AgentFailure, EmbeddingError } from '../run-errors.js';

/** What the client is told, and whether another attempt may help. Unknown errors may pass. */
export function asFailure(error: unknown): { failure: RunFailure; retryable: boolean } {
  if (error instanceof AgentFailure) {
    const { code, message, retryable, retryAfterMs } = error;
    return { failure: { code, message, retryable, retryAfterMs }, retryable };
  }
  if (error instanceof EmbeddingError) {
    const { message, retryable, retryAfterMs } = error;
    return { failure: { code: 'EMBEDDING_FAILED', message, retryable, retryAfterMs }, retryable };
  }
  const message = 'The server could not finish this run; its log has the cause. Send the request again.';
  return { failure: { code: 'INTERNAL', message, retryable: true, retryAfterMs: null }, retryable: true };
}
