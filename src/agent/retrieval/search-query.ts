import type { AgentInput } from '../../contracts/agent-runner.js';
import { isFollowUp } from '../router/follow-up.js';

/** What to search for: the question, of a follow-up together with the question that it takes up. */
export function searchQuery(input: Pick<AgentInput, 'text' | 'history' | 'memory'>): string {
  const { text, memory } = input;
  if (memory === null || !isFollowUp(text)) return text;
  return `${topicOf(input, memory.question)}\n${text}`;
}

/** The last question with a topic of its own: a follow-up to a follow-up goes back through the dialog. */
function topicOf({ history }: Pick<AgentInput, 'history'>, lastQuestion: string): string {
  if (!isFollowUp(lastQuestion)) return lastQuestion;
  const earlier = history.findLast(({ role, content }) => role === 'USER' && !isFollowUp(content));
  return earlier?.content ?? lastQuestion;
}
