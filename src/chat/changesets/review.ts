import type { ChangesetStatus, Decision } from '../../contracts/changeset.js';
import { type FieldError, InvalidInputError, shorten } from '../../shared/errors.js';
import { problemOfText } from '../../shared/storable-text.js';
import type { ChangesetRow, OperationRow } from './changeset-store.js';
import { indexByPath } from './operation-paths.js';

const MAX_REASON_CHARS = 2_000;

export interface OperationDecision {
  readonly path: string;
  /** PENDING takes an earlier decision back. */
  readonly decision: Decision;
  readonly reason?: string | null;
}

/**
 * The changeset after these decisions. An acceptance opens a stale one again: whoever saves it has compared the files
 * with their bases. Throws an `InvalidInputError` that names each path and reason that is not valid.
 */
export function decide(changeset: ChangesetRow, decisions: readonly OperationDecision[]): ChangesetRow {
  const problems: FieldError[] = [];
  if (decisions.length === 0) {
    problems.push({ path: ['decisions'], message: 'is empty. Name at least one path with a decision.' });
  }
  const known = indexByPath(changeset.operations, decisions, 'decisions', problems);
  decisions.forEach(({ decision, reason }, index) => {
    const message = problemOfReason(decision, reason ?? '');
    if (message !== null) problems.push({ path: ['decisions', String(index), 'reason'], message });
  });
  if (problems.length > 0) throw new InvalidInputError(problems);
  const operations = changeset.operations.map((operation) => {
    const given = known.get(operation.path);
    return given === undefined
      ? operation
      : { ...operation, decision: given.decision, reason: given.reason?.trim() || null };
  });
  const staysStale = changeset.status === 'STALE' && !accepts(decisions);
  return { ...changeset, operations, status: statusOf(operations, staysStale ? 'STALE' : null) };
}

/** Whether the files have to be compared with their bases before these decisions are saved. */
export function accepts(decisions: readonly OperationDecision[]): boolean {
  return decisions.some(({ decision }) => decision === 'ACCEPTED');
}

function statusOf(operations: readonly OperationRow[], stale: 'STALE' | null): ChangesetStatus {
  if (operations.every(({ decision }) => decision === 'REJECTED')) return 'REJECTED';
  if (stale !== null) return stale;
  return operations.some(({ decision }) => decision === 'PENDING') ? 'PROPOSED' : 'REVIEWED';
}

function problemOfReason(decision: Decision, reason: string): string | null {
  if (reason.length > MAX_REASON_CHARS) {
    return `has ${reason.length} characters; the limit is ${MAX_REASON_CHARS}. Say it in fewer words, or in a message.`;
  }
  if (decision === 'PENDING' && reason.trim() !== '') {
    return `${JSON.stringify(shorten(reason))} goes with no decision: PENDING takes one back. Leave the reason out.`;
  }
  return problemOfText(reason);
}
