import type { HistoryMessage } from '../../contracts/agent-runner.js';
import { withProposalNote } from '../model/proposal-note.js';
import { shortened } from './shortened.js';

/** Messages as data for a prompt, oldest first, each of at most `charactersEach`; a message cannot end its own element. */
export function renderDialog(messages: readonly HistoryMessage[], charactersEach: number): string {
  if (messages.length === 0) return '(none)';
  return messages.map((message) => renderMessage(message, charactersEach)).join('\n');
}

function renderMessage(message: HistoryMessage, characters: number): string {
  const from = message.role === 'USER' ? 'person' : 'assistant';
  const text = withProposalNote({ ...message, content: shortened(message.content, characters) }).replace(
    /<(?=\/?message\b)/giu,
    '&lt;',
  );
  return `<message from="${from}">\n${text}\n</message>`;
}
