import type { HistoryMessage } from '../../contracts/agent-runner.js';
import { withProposal } from '../model/render-proposal.js';
import { shortened } from './shortened.js';

/** Messages as data for a prompt, oldest first, each of at most `charactersEach`; a message cannot end its own element. */
export function renderDialog(messages: readonly HistoryMessage[], charactersEach: number): string {
  if (messages.length === 0) return '(none)';
  return messages.map((message) => renderMessage(message, charactersEach)).join('\n');
}

function renderMessage({ role, content, proposal }: HistoryMessage, characters: number): string {
  const from = role === 'USER' ? 'person' : 'assistant';
  const text = withProposal(shortened(content, characters), proposal).replace(/<(?=\/?message\b)/giu, '&lt;');
  return `<message from="${from}">\n${text}\n</message>`;
}
