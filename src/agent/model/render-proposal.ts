import type { EarlierProposal } from '../../contracts/changeset.js';

/** A message with what it proposed and what became of that: a model must not take for done what a person rejected. */
export function withProposal(content: string, proposal: EarlierProposal | undefined): string {
  if (proposal === undefined) return content;
  const operations = proposal.operations.map(
    ({ op, path, decision, reason }) => `- ${op} ${path}: ${decision}${reason === null ? '' : ` (${reason})`}`,
  );
  return `${content}\n\n[Proposed changes: ${proposal.status}]\n${[proposal.summary, ...operations].join('\n')}`;
}
