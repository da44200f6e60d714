import type { ChangesetStatus, Decision, EarlierProposal } from '../../contracts/changeset.js';

const MOST_OPERATIONS = 20;

const STATUS = {
  PROPOSED: 'waits for a review, not applied',
  REVIEWED: 'reviewed, not applied yet',
  APPLIED: 'applied',
  REJECTED: 'rejected, not applied',
  STALE: 'outdated because files changed, not applied',
  SUPERSEDED: 'replaced by a later proposal, not applied',
} as const satisfies Record<ChangesetStatus, string>;

const DECISION = {
  PENDING: 'not decided',
  ACCEPTED: 'accepted',
  REJECTED: 'rejected',
} as const satisfies Record<Decision, string>;

/** What an earlier answer proposed and what became of it, for the model: it must not take it for done when it is not. */
export function describeProposal({ status, summary, operations }: EarlierProposal): string {
  const lines = operations.slice(0, MOST_OPERATIONS).map(({ op, path, decision, reason }) => {
    const because = reason === null ? '' : `, because: ${reason}`;
    return `- ${op} ${path}: ${DECISION[decision]}${because}`;
  });
  const more = operations.length > MOST_OPERATIONS ? [`- and ${operations.length - MOST_OPERATIONS} more`] : [];
  return [`(Proposed changes: ${summary} They are ${STATUS[status]}.`, ...lines, ...more].join('\n').concat(')');
}
