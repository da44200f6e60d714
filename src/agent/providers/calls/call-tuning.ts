import type { Deadlines } from '../http/deadline.js';
import type { RetryPolicy } from './retry.js';

/** How patient a provider's client is. */
export interface CallTuning {
  readonly deadlines: Deadlines;
  readonly retry: RetryPolicy;
}

/** The first byte of an answer comes after the model has read the whole prompt: up to half a minute for long ones. */
export const DEFAULT_TUNING: CallTuning = {
  deadlines: { connectMs: 10_000, firstByteMs: 90_000, silenceMs: 45_000 },
  retry: { retries: 3, firstDelayMs: 500, longestDelayMs: 20_000 },
};
