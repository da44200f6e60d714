import { AgentFailure } from '../../shared/run-errors.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { checkOperations } from '../changesets/check-operations.js';
import { turnCheckContext } from '../changesets/turn-check-context.js';
import { composeEditsAnswer, composeEditsSummary } from '../edits/compose-edits-answer.js';
import { draftsOf } from '../edits/edits-work.js';
import { languageOf } from '../language.js';
import { sayByLine } from '../offline/say-by-line.js';
import type { TurnNode } from '../turn-run.js';

/**
 * Checks the drafts against the index as it is now, proposes those that pass, and answers what is proposed and what is
 * not. Throws BAD_MODEL_OUTPUT where nothing is left because the model's replies could not be used.
 */
export function checkEdits(dependencies: Pick<AgentDependencies, 'retriever' | 'isEditable'>): TurnNode {
  return async ({ edits }, run) => {
    if (edits === null) throw new Error('The edits were not planned.');
    const language = languageOf(run.input.text);
    const drafts = draftsOf(edits);
    const paths = drafts.map(({ path }) => path);
    const context = await turnCheckContext(dependencies, run, paths);
    const checked = checkOperations(drafts, context);
    const operations = checked.flatMap(({ operation }) => operation ?? []);
    const { version } = context.project;
    const changeset =
      operations.length === 0
        ? null
        : {
            summary: composeEditsSummary(edits, operations.length, language),
            baseVersion: version,
            operations,
            checks: checked.flatMap(({ checks }) => checks),
          };
    const unusable = checked.flatMap(({ draft, checks }) => {
      const failure = checks.find(({ status }) => status === 'FAIL');
      return 'unusable' in draft && failure?.name === 'applies_once' ? [`"${failure.path}": ${failure.message}`] : [];
    });
    if (changeset === null && unusable.length === checked.length && unusable.length > 0) {
      throw new AgentFailure(
        'BAD_MODEL_OUTPUT',
        `The model gave no change that can be used. ${unusable.join(' ')} Send the message again, or ask for less at a time.`,
        { retryable: true },
      );
    }
    const answer = await sayByLine(run, composeEditsAnswer(edits, checked, language));
    return { answer, citations: [], changeset, version };
  };
}
