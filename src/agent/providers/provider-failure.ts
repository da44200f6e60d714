import type { FailureCode } from '../../contracts/events.js';
import { AgentFailure } from '../../shared/run-errors.js';

/** What a provider did wrong. `retryable`: the same call may succeed later. */
export class ProviderFailure extends AgentFailure {
  /** The HTTP status it answered with; null when it did not come to one. */
  readonly status: number | null;

  constructor(
    code: FailureCode,
    message: string,
    options: { status?: number; retryable?: boolean; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(code, message, options);
    this.status = options.status ?? null;
  }
}

/** A provider that could not be reached, or did not answer in time. */
export function providerUnavailable(
  message: string,
  options: { retryable: boolean; cause?: unknown },
): ProviderFailure {
  return new ProviderFailure('PROVIDER_UNAVAILABLE', message, options);
}
