import type { ChangesetFieldsFragment, ProposalFieldsFragment } from '../../generated/documents/graphql.js';
import { lower } from './words.js';

/** What of a changeset never changes. */
export function renderProposal({ id, summary, operations, checks }: ProposalFieldsFragment) {
  return {
    changeset_id: id,
    summary,
    operations: operations.map(renderOperation),
    checks: checks.map(({ name, status, message, path }) => ({ name, status, message, path })),
  };
}

/** A changeset as it stands now. */
export function renderChangeset({ status, operations, ...proposal }: ChangesetFieldsFragment) {
  const { changeset_id, summary, checks } = renderProposal({ ...proposal, operations });
  return {
    changeset_id,
    status: lower(status),
    summary,
    operations: operations.map((operation) => ({
      ...renderOperation(operation),
      decision: lower(operation.decision),
      decision_reason: operation.decisionReason,
    })),
    checks,
  };
}

/** With the files that made it stale. */
export function renderWithConflicts(changeset: ChangesetFieldsFragment) {
  const conflicts = changeset.conflicts.map(({ path, expected, actual }) => ({ path, expected, actual }));
  return { ...renderChangeset(changeset), conflicts };
}

const OPS = { CreateFile: 'create', UpdateFile: 'update', DeleteFile: 'delete' } as const;

/** Every operation has the same fields; those that its kind does not have are null. */
function renderOperation(operation: ProposalFieldsFragment['operations'][number]) {
  return {
    op: OPS[operation.__typename],
    path: operation.path,
    base_hash: 'baseHash' in operation ? operation.baseHash : null,
    result_hash: 'resultHash' in operation ? operation.resultHash : null,
    content: 'content' in operation ? operation.content : null,
    diff: operation.diff,
    rationale: operation.rationale,
  };
}
