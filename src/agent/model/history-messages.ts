import type { HistoryMessage } from '../../contracts/agent-runner.js';
import type { ModelMessage } from '../../contracts/language-model.js';
import { withProposalNote } from './proposal-note.js';

/**
 * The newest messages of a dialog whose texts, with what became of their proposals, together have at most `characters`,
 * oldest first, beginning with the person's.
 */
export function historyMessages(history: readonly HistoryMessage[], characters: number): ModelMessage[] {
  const messages = history.map((message) => ({ role: message.role, content: withProposalNote(message) }));
  let left = characters;
  let from = messages.length;
  while (from > 0) {
    left -= messages[from - 1]?.content.length ?? 0;
    if (left < 0) break;
    from -= 1;
  }
  const recent = messages.slice(from);
  const firstQuestion = recent.findIndex((message) => message.role === 'USER');
  if (firstQuestion === -1) return [];
  return recent
    .slice(firstQuestion)
    .map(({ role, content }) => ({ role: role === 'USER' ? 'user' : 'assistant', content }));
}
