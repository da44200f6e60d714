import type { FailureCode } from '../../generated/documents/graphql.js';

interface RunFailure {
  readonly code: FailureCode;
  readonly message: string;
  readonly retryable: boolean;
}

/** The `error` of a run. */
export function renderFailure(failure: RunFailure | null): RunFailure | null {
  if (failure === null) return null;
  const { code, message, retryable } = failure;
  return { code, message, retryable };
}
