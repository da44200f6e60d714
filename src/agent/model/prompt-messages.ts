import type { ModelMessage } from '../../contracts/language-model.js';
import type { RenderedPrompt } from '../prompts/render-prompt.js';
import { shortened } from '../prompts/shortened.js';
import { type DialogSoFar, newestWithin } from './dialog-so-far.js';
import { estimateTokens } from './estimate-tokens.js';
import { withProposalNote } from './proposal-note.js';

/** One message may take this share of the budget; of a longer one the middle is left out. */
const LARGEST_SHARE = 0.5;
/** The fewest that a token has, so that what is cut to so many characters surely fits. */
const CHARACTERS_A_TOKEN = 2.5;

/** The instructions, and at least the input. */
export type PromptMessages = readonly [ModelMessage, ...ModelMessage[]];

/**
 * A prompt with the dialog before it, of about at most `tokens`: the instructions, what was said earlier in short, the
 * newest messages, the input. The summary stands as data at the head of the person's first message, since endpoints
 * want the roles to take turns.
 */
export function promptMessages(
  { system, user }: RenderedPrompt,
  { summary, messages }: DialogSoFar,
  tokens: number,
): PromptMessages {
  const longest = Math.floor(tokens * LARGEST_SHARE * CHARACTERS_A_TOKEN);
  const told = messages.map((message) => ({
    role: message.role,
    content: withProposalNote({ ...message, content: shortened(message.content, longest) }),
  }));
  const room = tokens - (summary === null ? 0 : estimateTokens(summary));
  const newest: ModelMessage[] = newestWithin(told, room).map(({ role, content }) => ({
    role: role === 'USER' ? 'user' : 'assistant',
    content,
  }));
  const [first = user, ...rest] = [...newest, user];
  return summary === null ? [system, first, ...rest] : [system, withSummary(first, summary), ...rest];
}

function withSummary(message: ModelMessage, summary: string): ModelMessage {
  const notes = summary.replace(/<(?=\/?earlier_dialog\b)/giu, '&lt;');
  const content = `<earlier_dialog>\n${notes}\n</earlier_dialog>\n\n${message.content}`;
  return { ...message, content };
}
