import type { AgentInput, HistoryMessage } from '../../contracts/agent-runner.js';
import { AgentFailure } from '../../shared/run-errors.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { callModel } from '../model/call-model.js';
import { newestWithin, tokensOfAll } from '../model/dialog-so-far.js';
import { renderDialog } from '../prompts/render-dialog.js';
import { renderPrompt } from '../prompts/render-prompt.js';
import type { TurnNode } from '../turn-run.js';

/** What of the budget stays as messages, so that the next summary is a few turns away. */
const SHARE_OF_MESSAGES = 0.5;
/** What one summary takes in; of a longer message the middle is left out. What is left over is the next turn's. */
const MOST_MESSAGES = 24;
const CHARACTERS_EACH = 1_000;
const MOST_WORDS = 300;
const LONGEST_SUMMARY = 4_000;

type Budget = Pick<AgentDependencies, 'languageModel' | 'historyTokens'>;

export function isWorthSummarising({ languageModel, historyTokens }: Budget, { history }: AgentInput): boolean {
  return languageModel !== null && olderThanFits(history, historyTokens).length > 0;
}

/**
 * Brings the dialog's summary up to date with the oldest messages, when all of them are too many for a prompt. The turn
 * goes on without when the model gives none: then its prompts hold the newest messages only.
 */
export function summariseHistory({ languageModel, historyTokens, prompts, logger }: AgentDependencies): TurnNode {
  return async (state, run) => {
    if (languageModel === null) return {};
    const { history, summary, taskId } = run.input;
    const messages = olderThanFits(history, historyTokens).slice(0, MOST_MESSAGES);
    const { system, user } = renderPrompt(prompts.history_summary, {
      summary: summary ?? '(none)',
      dialog: renderDialog(messages, CHARACTERS_EACH),
      most_words: String(MOST_WORDS),
    });
    try {
      const reply = await callModel(languageModel, [system, user], run, state.usage);
      const text = reply.text
        .trim()
        .slice(0, LONGEST_SUMMARY)
        .replace(/[\uD800-\uDBFF]$/u, '');
      if (text !== '') return { summary: { text, messages: messages.length }, usage: reply.usage };
      logger?.warn({ taskId }, 'The model did not summarise the dialog; its newest messages are used.');
      return { usage: reply.usage };
    } catch (error) {
      // Another failure would meet the answer too; a refusal may be of these messages alone.
      if (!(error instanceof AgentFailure) || error.code !== 'PROVIDER_REFUSED') throw error;
      logger?.warn({ taskId, err: error }, 'The model refused to summarise the dialog; its newest messages are used.');
      return { usage: { ...state.usage, llmCalls: state.usage.llmCalls + 1 } };
    }
  };
}

function olderThanFits(history: readonly HistoryMessage[], tokens: number): readonly HistoryMessage[] {
  if (tokensOfAll(history) <= tokens) return [];
  return history.slice(0, history.length - newestWithin(history, tokens * SHARE_OF_MESSAGES).length);
}
