import type { Deadlines } from '../../http/deadline.js';
import type { RetryPolicy } from './retry.js';

/** How patient a provider's client is. */
export interface CallTuning {
  readonly deadlines: Deadlines;
  readonly retry: RetryPolicy;
}

export const DEFAULT_RETRY: RetryPolicy = { retries: 3, firstDelayMs: 500, longestDelayMs: 20_000 };
