import type { AgentInput, HistoryMessage } from '../../contracts/agent-runner.js';
import type { TurnState } from '../turn-state.js';
import { estimateTokens } from './estimate-tokens.js';

/** What was said before this turn: in short, and the messages after that, oldest first. */
export interface DialogSoFar {
  readonly summary: string | null;
  readonly messages: readonly HistoryMessage[];
}

/** The role and the form that a message has in a prompt. */
const TOKENS_AROUND_A_MESSAGE = 5;

/** The dialog as the turn knows it: a summary that it made itself covers the oldest messages it was given. */
export function dialogSoFar(
  { history, summary }: Pick<AgentInput, 'history' | 'summary'>,
  state: Pick<TurnState, 'summary'>,
): DialogSoFar {
  if (state.summary === null) return { summary, messages: history };
  return { summary: state.summary.text, messages: history.slice(state.summary.messages) };
}

/** How many of the newest messages have at most `tokens` together, beginning with one of the person's. */
export function newestWithin(messages: readonly HistoryMessage[], tokens: number): readonly HistoryMessage[] {
  let left = tokens;
  let from = messages.length;
  while (from > 0) {
    left -= tokensOf(messages[from - 1]);
    if (left < 0) break;
    from -= 1;
  }
  const newest = messages.slice(from);
  const firstQuestion = newest.findIndex(({ role }) => role === 'USER');
  return firstQuestion === -1 ? [] : newest.slice(firstQuestion);
}

export function tokensOfAll(messages: readonly HistoryMessage[]): number {
  return messages.reduce((sum, message) => sum + tokensOf(message), 0);
}

function tokensOf(message: HistoryMessage | undefined): number {
  return estimateTokens(message?.content ?? '') + TOKENS_AROUND_A_MESSAGE;
}
