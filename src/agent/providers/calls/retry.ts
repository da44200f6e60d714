import { setTimeout as sleep } from 'node:timers/promises';
import { ProviderFailure } from '../provider-failure.js';

export interface RetryPolicy {
  /** How often a failed call is made again. */
  readonly retries: number;
  /** Before the first retry; twice as long before each further one. */
  readonly firstDelayMs: number;
  /** A provider that asks for a longer wait is not waited for here: the run is put off instead. */
  readonly longestDelayMs: number;
}

/**
 * Does the work again while it rejects with a `ProviderFailure` that may pass. Rejects with the last failure, or with
 * the signal's reason when aborted while waiting.
 */
export async function withRetries<T>(work: () => Promise<T>, policy: RetryPolicy, signal: AbortSignal): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ProviderFailure) || !error.retryable || failures > policy.retries) throw error;
      const asked = error.retryAfterMs ?? 0;
      if (asked > policy.longestDelayMs) throw error;
      await pause(Math.max(asked, backoff(failures, policy)), signal);
    }
  }
}

/** Between half and the whole of the doubled delay, so that callers that failed together do not come back together. */
function backoff(failures: number, { firstDelayMs, longestDelayMs }: RetryPolicy): number {
  const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
  return delay * (0.5 + Math.random() / 2);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}
