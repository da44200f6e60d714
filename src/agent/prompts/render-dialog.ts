import type { HistoryMessage } from '../../contracts/agent-runner.js';

/** Of a longer message its beginning is kept, and this share of it from the end, where answers draw their conclusion. */
const SHARE_OF_END = 0.3;

/** Messages as data for a prompt, oldest first, each of at most `charactersEach`; a message cannot end its own element. */
export function renderDialog(messages: readonly HistoryMessage[], charactersEach: number): string {
  if (messages.length === 0) return '(none)';
  return messages.map((message) => renderMessage(message, charactersEach)).join('\n');
}

function renderMessage({ role, content }: HistoryMessage, characters: number): string {
  const from = role === 'USER' ? 'person' : 'assistant';
  const text = shortened(content, characters).replace(/<(?=\/?message\b)/giu, '&lt;');
  return `<message from="${from}">\n${text}\n</message>`;
}

/** Cuts never fall into the middle of a character. */
function shortened(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const end = Math.floor(characters * SHARE_OF_END);
  return `${text.slice(0, characters - end)} … ${text.slice(-end)}`.toWellFormed();
}
