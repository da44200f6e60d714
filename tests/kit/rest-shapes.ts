import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { expect } from 'vitest';
import type { RestAnswer } from './rest-client.js';

export const NO_SUCH = {
  session: 'ses_01jd7h0000f00r00000000000g',
  job: 'job_01jd7h0000f00r00000000000g',
  dialog: 'dlg_01jd7h0000f00r00000000000g',
  task: 'tsk_01jd7h0000f00r00000000000g',
  changeset: 'chg_01jd7h0000f00r00000000000g',
};

export const aTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
/** A run that was just queued: a worker may have been as quick as the answer. */
export const begun = expect.stringMatching(/^(queued|running|done)$/);
export const anId = (prefix: 'ses' | 'job' | 'dlg' | 'msg' | 'tsk' | 'chg') =>
  expect.stringMatching(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`));

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The counts of a job, those not given being 0. */
export function counts(given: Readonly<Record<string, number>>): Record<string, number> {
  return {
    total_files: 0,
    processed_files: 0,
    indexed_files: 0,
    reused_files: 0,
    skipped_files: 0,
    failed_files: 0,
    deleted_files: 0,
    chunks: 0,
    embeddings_computed: 0,
    embeddings_reused: 0,
    ...given,
  };
}

/** A job that is done, its counts being 0 where not given. */
export function doneJob(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    status: 'done',
    ...counts({}),
    queue_position: null,
    problems: [],
    problems_total: 0,
    error: null,
    created_at: aTime,
    started_at: aTime,
    finished_at: aTime,
    ...given,
  };
}

interface Expected {
  readonly status: number;
  readonly body: unknown;
  readonly location?: string;
}

/** An answer of JSON: its status, whole body and headers. */
export function expectAnswer(answer: RestAnswer, { status, body, location }: Expected): void {
  expect({ status: answer.status, body: answer.body, headers: relevantHeaders(answer) }).toEqual({
    status,
    body,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(location === undefined ? {} : { location }),
    },
  });
}

interface ExpectedProblem {
  readonly status: number;
  readonly code: string;
  readonly detail: string | RegExp;
  /** What the problem carries besides. */
  readonly members?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal: application/problem+json, its status, whole body and headers. */
export function expectProblem(answer: RestAnswer, { status, code, detail, members, headers }: ExpectedProblem): void {
  expect({ status: answer.status, body: answer.body, headers: relevantHeaders(answer) }).toEqual({
    status,
    body: {
      type: 'about:blank',
      title: STATUS_CODES[status],
      status,
      detail: expect.stringMatching(detail),
      code,
      ...members,
    },
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}

/** A refusal of something that does not exist. */
export function expectNotFound(answer: RestAnswer, noun: string, id: string): void {
  const detail = new RegExp(`^There is no ${noun} "${id}"\\. Check the id`);
  expectProblem(answer, { status: 404, code: 'NOT_FOUND', detail, members: { id } });
}

/** A refusal of input: each field by its path in the body, with what its message says. */
export function expectInvalid(answer: RestAnswer, fields: Readonly<Record<string, RegExp>>): void {
  const errors = Object.entries(fields).map(([path, message]) => ({ path, message: expect.stringMatching(message) }));
  const [first = ''] = Object.keys(fields);
  const detail = new RegExp(`^${first.replace(/[[\].]/g, '\\$&')}: `);
  expectProblem(answer, { status: 422, code: 'INVALID_INPUT', detail, members: { errors } });
}

/** Headers that say something about the answer, not about the connection. */
function relevantHeaders({ headers }: RestAnswer): Record<string, string> {
  const connection = new Set(['connection', 'date', 'keep-alive', 'transfer-encoding', 'content-length']);
  return Object.fromEntries([...headers].filter(([name]) => !connection.has(name)));
}
