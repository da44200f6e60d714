import type { BaseConflict, ChangesetStatus } from '../contracts/changeset.js';

/** Every code a client can meet, on either door. */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'IDEMPOTENCY_MISMATCH'
  | 'UNKNOWN_CURSOR'
  | 'NOT_FOUND'
  | 'STALE_VERSION'
  | 'STALE_BASE'
  | 'DIALOG_SESSION_MISMATCH'
  | 'DIALOG_BUSY'
  | 'CHANGESET_CLOSED'
  | 'PAYLOAD_TOO_LARGE'
  | 'RATE_LIMITED'
  | 'QUOTA_EXCEEDED'
  | 'HOST_NOT_ALLOWED'
  | 'UPSTREAM_FAILED'
  | 'BAD_REQUEST'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_READY'
  | 'DATABASE_UNAVAILABLE'
  | 'DATABASE_READ_ONLY'
  | 'STORAGE_FULL'
  | 'INTERNAL';

/** A failure that a client can cause or must expect. Its message names the value, the rule and the way out. */
export abstract class ExpectedError extends Error {
  abstract readonly code: ErrorCode;
}

export interface FieldError {
  /** Relative to the input: `['files', '3', 'path']`. */
  readonly path: readonly string[];
  readonly message: string;
}

export class InvalidInputError extends ExpectedError {
  readonly code = 'INVALID_INPUT';
  readonly fields: readonly FieldError[];

  constructor(fields: readonly FieldError[]) {
    const [first] = fields;
    const more = fields.length > 1 ? ` (and ${fields.length - 1} more)` : '';
    super(first === undefined ? 'The input is not valid.' : `${first.path.join('.')}: ${first.message}${more}`);
    this.fields = fields;
  }

  static of(path: readonly string[], message: string): InvalidInputError {
    return new InvalidInputError([{ path, message }]);
  }
}

export class NotFoundError extends ExpectedError {
  readonly code = 'NOT_FOUND';

  /** `noun` as the client knows it: "RAG session", "index job"; `advice` is the way out. */
  constructor(
    noun: string,
    readonly id: string,
    advice = 'Check the id; it may also have been deleted or belong to another owner.',
  ) {
    super(`There is no ${noun} "${shorten(id)}". ${advice}`);
  }
}

export class IdempotencyMismatchError extends ExpectedError {
  readonly code = 'IDEMPOTENCY_MISMATCH';

  constructor(key: string) {
    super(`The idempotency key "${shorten(key)}" was used for another request. Send a new key for a new request.`);
  }
}

export class UnknownCursorError extends ExpectedError {
  readonly code = 'UNKNOWN_CURSOR';

  constructor(after: bigint, last: bigint) {
    super(
      `The cursor ${after} is beyond the end of this stream, whose last event is ${last}. Resume after a cursor you have received, or leave it out.`,
    );
  }
}

export class StaleVersionError extends ExpectedError {
  readonly code = 'STALE_VERSION';

  constructor(
    baseVersion: number,
    readonly currentVersion: number,
    pending: number,
  ) {
    super(
      baseVersion === currentVersion
        ? `The session is at version ${currentVersion}, but ${pending} index job(s) are still pending. Wait for them, or send no base version.`
        : `The session is at version ${currentVersion}, not ${baseVersion}. Compare with the current version and send the changes again.`,
    );
  }
}

export class DialogSessionMismatchError extends ExpectedError {
  readonly code = 'DIALOG_SESSION_MISMATCH';

  constructor(
    dialogId: string,
    readonly ragSessionId: string,
  ) {
    super(`The dialog "${dialogId}" belongs to the session "${ragSessionId}". Name that session or leave it out.`);
  }
}

/** Files are no longer what a changeset was made from: nothing of it can be taken as it is. */
export class StaleBaseError extends ExpectedError {
  readonly code = 'STALE_BASE';

  constructor(readonly conflicts: readonly BaseConflict[]) {
    const paths = conflicts.map(({ path }) => JSON.stringify(shorten(path))).join(', ');
    super(
      `The changeset was made from other contents than these files have now: ${paths}. Ask for the edits again, or bring the files back to what they were.`,
    );
  }
}

const CLOSED_BECAUSE = {
  APPLIED: 'has been applied',
  REJECTED: 'has been rejected as a whole',
  SUPERSEDED: 'has been superseded by a later one of its dialog',
} as const satisfies Partial<Record<ChangesetStatus, string>>;

export type ClosedStatus = keyof typeof CLOSED_BECAUSE;

export class ChangesetClosedError extends ExpectedError {
  readonly code = 'CHANGESET_CLOSED';

  constructor(readonly changeset: { readonly id: string; readonly status: ClosedStatus }) {
    super(
      `The changeset "${changeset.id}" ${CLOSED_BECAUSE[changeset.status]}. Ask for the edits that you still want.`,
    );
  }
}

/** The dialog has an unfinished task, and the message was not to be queued behind it. */
export class DialogBusyError extends ExpectedError {
  readonly code = 'DIALOG_BUSY';

  constructor(
    dialogId: string,
    readonly activeTaskId: string,
  ) {
    super(
      `The dialog "${dialogId}" is busy with the task "${activeTaskId}". Wait for its end, cancel it, or send the message to be queued or to interrupt it.`,
    );
  }
}

/** A limit of this server; `limit` and `actual` are in the setting's own unit. */
export class LimitError extends ExpectedError {
  constructor(
    readonly code: 'PAYLOAD_TOO_LARGE' | 'QUOTA_EXCEEDED' | 'RATE_LIMITED',
    message: string,
    readonly limit: number,
    readonly actual: number | null = null,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}

export class UnauthenticatedError extends ExpectedError {
  readonly code = 'UNAUTHENTICATED';

  constructor() {
    super('This server needs a token. Send "Authorization: Bearer <token>" with one of its API_TOKENS.');
  }
}

export class ForbiddenError extends ExpectedError {
  readonly code = 'FORBIDDEN';
}

export class BadRequestError extends ExpectedError {
  readonly code = 'BAD_REQUEST';
}

export class NotReadyError extends ExpectedError {
  readonly code = 'NOT_READY';
}

const DATABASE_MESSAGES = {
  DATABASE_UNAVAILABLE:
    'The database does not answer at present. Send the request again in a few seconds. What it was to change may have been stored or not: with the same idempotency key it is done once.',
  DATABASE_READ_ONLY:
    'The database takes no changes at present, so nothing could be stored; reading goes on. When it can be written to again, send the request again with the same idempotency key.',
  STORAGE_FULL:
    'The database has no space left, so nothing could be stored. When whoever runs the server has made space, send the request again with the same idempotency key.',
} as const;

export type DatabaseFailureCode = keyof typeof DATABASE_MESSAGES;

/** The state of the database, not the request, is what failed it. The cause is the driver's error, for the log. */
export class DatabaseFailure extends ExpectedError {
  constructor(
    readonly code: DatabaseFailureCode,
    options?: ErrorOptions,
  ) {
    super(DATABASE_MESSAGES[code], options);
  }
}

/** The failure of the database that this error is; null when it is another. */
export function databaseFailureOf(error: unknown): DatabaseFailure | null {
  if (error instanceof DatabaseFailure) return error;
  if (error === null || typeof error !== 'object') return null;
  // Prisma tells it in an error of its own, with this code; GraphQL wraps what a resolver threw.
  const { code, originalError } = error as { code?: unknown; originalError?: unknown };
  if (originalError !== undefined) return databaseFailureOf(originalError);
  return isDatabaseFailureCode(code) ? new DatabaseFailure(code, { cause: error }) : null;
}

function isDatabaseFailureCode(code: unknown): code is DatabaseFailureCode {
  return typeof code === 'string' && Object.hasOwn(DATABASE_MESSAGES, code);
}

/** A page was asked for at a host that the server may not call. */
export class HostNotAllowedError extends ExpectedError {
  readonly code = 'HOST_NOT_ALLOWED';

  /** `host` with its port, where it is not the usual one; `what` tells who named it. */
  constructor(
    readonly host: string,
    what = `The host "${shorten(host)}"`,
  ) {
    super(
      `${what} is not one that this server reads pages from. Those are set in CONFLUENCE_BASE_URLS, by scheme, host and port.`,
    );
  }
}

/** Another server failed or refused us. */
export class UpstreamError extends ExpectedError {
  readonly code = 'UPSTREAM_FAILED';
  /** The HTTP status it answered with; null when it did not come to one. */
  readonly upstreamStatus: number | null;
  readonly retryAfterMs: number | null;
  /** The same request may succeed later. */
  readonly retryable: boolean;

  constructor(
    message: string,
    options: {
      upstreamStatus?: number | null;
      retryAfterMs?: number | null;
      retryable?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.upstreamStatus = options.upstreamStatus ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.retryable = options.retryable ?? false;
  }
}

/** A setting that keeps the server from starting; printed without a stack trace. */
export class StartupError extends Error {}

const LONGEST_QUOTED_VALUE = 120;

/** A client's value as it may stand in a message: long ones are cut. */
export function shorten(value: string): string {
  return value.length <= LONGEST_QUOTED_VALUE ? value : `${value.slice(0, LONGEST_QUOTED_VALUE)}…`;
}
