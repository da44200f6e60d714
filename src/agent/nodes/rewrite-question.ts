import type { AgentInput } from '../../contracts/agent-runner.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { callModel } from '../model/call-model.js';
import { renderDialog } from '../prompts/render-dialog.js';
import { renderPrompt } from '../prompts/render-prompt.js';
import { dependsOnDialog } from '../retrieval/dialog-dependence.js';
import { rewrittenQuery } from '../retrieval/rewritten-query.js';
import type { TurnNode } from '../turn-run.js';

/** What a question takes up stands in the last few messages, and mostly at their beginning. */
const MESSAGES = 6;
const CHARACTERS_EACH = 1_200;

/** Whether the question is worth a call that rewrites it. With an attachment, that is what "this" means. */
export function isWorthRewriting(
  { languageModel }: Pick<AgentDependencies, 'languageModel'>,
  { text, history, attachments }: AgentInput,
): boolean {
  return languageModel !== null && history.length > 0 && attachments.length === 0 && dependsOnDialog(text);
}

/**
 * Asks the model for a search query that is understood without the dialog. A reply that is none leaves the channel
 * empty, and the rules make the query.
 */
export function rewriteQuestion({ languageModel, prompts, logger }: AgentDependencies): TurnNode {
  return async (state, run) => {
    if (languageModel === null) return {};
    const { system, user } = renderPrompt(prompts.question_rewrite, {
      question: run.input.text,
      dialog: renderDialog(run.input.history.slice(-MESSAGES), CHARACTERS_EACH),
    });
    const { text, usage } = await callModel(languageModel, [system, user], run, state.usage);
    const searchQuery = rewrittenQuery(text);
    if (searchQuery === null) {
      logger?.warn({ taskId: run.input.taskId }, 'The model did not answer with a search query; the rules make it.');
    }
    return { searchQuery, usage };
  };
}
