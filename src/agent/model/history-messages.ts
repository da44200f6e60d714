import type { HistoryMessage } from '../../contracts/agent-runner.js';
import type { ModelMessage } from '../../contracts/language-model.js';

/** The newest messages of a dialog whose texts together have at most `characters`, oldest first, beginning with the person's. */
export function historyMessages(history: readonly HistoryMessage[], characters: number): ModelMessage[] {
  let left = characters;
  let from = history.length;
  while (from > 0) {
    left -= history[from - 1]?.content.length ?? 0;
    if (left < 0) break;
    from -= 1;
  }
  const recent = history.slice(from);
  const firstQuestion = recent.findIndex((message) => message.role === 'USER');
  if (firstQuestion === -1) return [];
  return recent
    .slice(firstQuestion)
    .map(({ role, content }) => ({ role: role === 'USER' ? 'user' : 'assistant', content }));
}
