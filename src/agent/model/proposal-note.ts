import type { HistoryMessage } from '../../contracts/agent-runner.js';
import type { ChangesetStatus, EarlierProposal } from '../../contracts/changeset.js';

const FATES = {
  PROPOSED: 'NOT applied so far',
  REVIEWED: 'NOT applied so far',
  APPLIED: 'applied, except for what was rejected',
  REJECTED: 'rejected as a whole, NOTHING of it was applied',
  STALE: 'NOTHING of it was applied, since files had changed meanwhile',
  SUPERSEDED: 'NOTHING of it was applied, a later proposal took its place',
} as const satisfies Record<ChangesetStatus, string>;

/**
 * An earlier message as a prompt says it: its text, and after it what became of what it proposed. Values stand in JSON
 * quotes, so that none of them can end the note.
 */
export function withProposalNote({ content, proposal, interrupted }: HistoryMessage): string {
  if (proposal !== undefined) return `${content}\n\n${renderProposal(proposal)}`;
  if (interrupted) return `${content}\n\n[Note: this answer was interrupted. Nothing was proposed or applied by it.]`;
  return content;
}

function renderProposal({ status, summary, operations }: EarlierProposal): string {
  const lines = operations.map(({ op, path, decision, reason }) => {
    const because = reason === null ? '' : `, with the reason ${JSON.stringify(reason)}`;
    const decided = decision === 'PENDING' ? 'not decided yet' : `${decision.toLowerCase()} by the person${because}`;
    return `- ${op} ${JSON.stringify(path)}: ${decided}`;
  });
  return [`[Note: the edits proposed here, ${JSON.stringify(summary)}, were: ${FATES[status]}.`, ...lines]
    .join('\n')
    .concat(']');
}
