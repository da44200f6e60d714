import type { FailureCode, RunFailure } from '../contracts/events.js';

/** An expected failure of a task: it ends the run with this code. */
export class AgentFailure extends Error implements RunFailure {
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;

  constructor(
    readonly code: FailureCode,
    message: string,
    options: { retryable?: boolean; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** The embedder could not give vectors for the texts of one call. */
export class EmbeddingError extends Error {
  /** False when these texts can never have vectors; true when others could not have had them either. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;

  constructor(message: string, options: { retryable: boolean; retryAfterMs?: number | null; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** A writer whose run was claimed anew, ended or deleted meanwhile: it must stop and write nothing more. */
export class StaleAttemptError extends Error {
  constructor(runId: string, attempt: number) {
    super(`Attempt ${attempt} of ${runId} has been replaced or has ended.`);
  }
}

/** The run was cancelled while it was worked on: its work must stop, and then it ends in CANCELLED. */
export class RunCancelledError extends Error {
  constructor(runId: string) {
    super(`${runId} was cancelled.`);
  }
}

/** Others wait for the slot that works on the run: it goes on in a later attempt. */
export class RunGivesWayError extends Error {
  constructor(runId: string) {
    super(`${runId} gives way to others.`);
  }
}
