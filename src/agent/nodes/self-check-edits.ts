import { z } from 'zod';
import type { LanguageModel } from '../../contracts/language-model.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { type CheckedOperation, checkOperations } from '../changesets/check-operations.js';
import { turnCheckContext } from '../changesets/turn-check-context.js';
import { draftsOf, type EditsWork, withFile } from '../edits/edits-work.js';
import { renderDrafts } from '../edits/render-drafts.js';
import { demand } from '../model/ask-model.js';
import { parseJsonReply } from '../model/json-reply.js';
import { renderPrompt } from '../prompts/render-prompt.js';
import type { TurnNode } from '../turn-run.js';

const reply = z
  .object({
    approved: z.boolean(),
    repairs: z.array(z.object({ path: z.string(), instruction: z.string().min(1) })).default([]),
  })
  .refine(({ approved, repairs }) => approved || repairs.length > 0, 'name a repair, or approve');

/** Of these failures the model is told even when it approves: nothing of such a draft could be proposed. */
const REPAIRABLE = new Set(['applies_once', 'parses', 'secret']);

/**
 * Lets the model look at the diffs and the failed checks of all drafts, and puts those back on the queue that it wants
 * repaired. Throws BAD_MODEL_OUTPUT when its verdict cannot be had.
 */
export function selfCheckEdits({
  languageModel,
  prompts,
  ...dependencies
}: AgentDependencies & { languageModel: LanguageModel }): TurnNode {
  return async (state, run) => {
    const { edits } = state;
    if (edits === null) return {};
    const drafts = draftsOf(edits);
    const context = await turnCheckContext(
      dependencies,
      run,
      drafts.map(({ path }) => path),
    );
    const checked = checkOperations(drafts, context);
    const messagesFor = (problem: string) => {
      const values = { question: run.input.text, drafts: renderDrafts(edits, checked), problem };
      const { system, user } = renderPrompt(prompts.project_edits_self_check, values);
      return [system, user];
    };
    const parse = (answer: string) => parseJsonReply(answer, reply);
    const { value, usage } = await demand(
      'a verdict on the edits',
      languageModel,
      { messagesFor, parse },
      run,
      state.usage,
    );
    return { edits: queueRepairs(edits, checked, value.repairs), usage };
  };
}

function queueRepairs(
  edits: EditsWork,
  checked: readonly CheckedOperation[],
  wanted: readonly { readonly path: string; readonly instruction: string }[],
): EditsWork {
  let work: EditsWork = { ...edits, queue: [], settled: true };
  for (const [index, result] of checked.entries()) {
    const instructions = wanted.filter(({ path }) => path === result.draft.path).map(({ instruction }) => instruction);
    const failure = result.checks.find(({ status }) => status === 'FAIL');
    const isRepairable = failure === undefined || failure.name === 'no_change' || REPAIRABLE.has(failure.name);
    if (failure?.message != null && REPAIRABLE.has(failure.name)) instructions.push(failure.message);
    if (instructions.length === 0 || !isRepairable || 'unusable' in result.draft) continue;
    if (result.draft.op === 'delete') {
      const { op, path, seenHash, rationale } = result.draft;
      work = withFile(work, index, { draft: { op, path, seenHash, rationale, unusable: instructions.join(' ') } });
      continue;
    }
    work = withFile(work, index, { repair: instructions.join('\n') });
    work = { ...work, queue: [...work.queue, index], settled: false };
  }
  return { ...work, repairRounds: edits.repairRounds + (work.settled ? 0 : 1) };
}
