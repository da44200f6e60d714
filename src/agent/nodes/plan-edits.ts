import { z } from 'zod';
import type { LanguageModel } from '../../contracts/language-model.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { type CheckContext, checkTargets } from '../changesets/check-operations.js';
import type { DraftOperation, DraftTarget } from '../changesets/draft-operation.js';
import { turnCheckContext } from '../changesets/turn-check-context.js';
import type { EditsWork, PlannedFile } from '../edits/edits-work.js';
import { listEditableFiles } from '../edits/list-editable-files.js';
import { LANGUAGE_NAMES, languageOf } from '../language.js';
import { demand } from '../model/ask-model.js';
import { dialogSoFar } from '../model/dialog-so-far.js';
import { parseJsonReply } from '../model/json-reply.js';
import { promptMessages } from '../model/prompt-messages.js';
import { renderPassages } from '../prompts/render-passages.js';
import { renderPrompt } from '../prompts/render-prompt.js';
import type { TurnNode } from '../turn-run.js';
import { isOfFile } from '../turn-state.js';

const MOST_OPERATIONS = 20;

const reply = z.object({
  summary: z.string().default(''),
  operations: z.array(
    z.object({
      op: z
        .string()
        .toLowerCase()
        .pipe(z.enum(['create', 'update', 'delete'])),
      path: z.string(),
      intent: z.string().default(''),
    }),
  ),
  code_files: z.array(z.string()).default([]),
});

/**
 * Lets the model plan which files to change. What it may not touch is closed here: nothing is written for a file whose
 * place the checks refuse. Throws BAD_MODEL_OUTPUT when no plan can be had.
 */
export function planEdits({
  languageModel,
  ...dependencies
}: AgentDependencies & { languageModel: LanguageModel }): TurnNode {
  return async (state, run) => {
    const { text } = run.input;
    const context = await turnCheckContext(dependencies, run, []);
    const passagePaths = new Set(state.passages.filter(isOfFile).map(({ path }) => path));
    const messagesFor = (problem: string) => {
      const prompt = renderPrompt(dependencies.prompts.project_edits_plan, {
        language: LANGUAGE_NAMES[languageOf(text)],
        files: listEditableFiles(context, { question: text, passagePaths }),
        passages: renderPassages(state.passages),
        question: text,
        problem,
      });
      return promptMessages(prompt, dialogSoFar(run.input, state), dependencies.historyTokens);
    };
    const parse = (answer: string) => parseJsonReply(answer, reply);
    const { value, usage } = await demand('a plan', languageModel, { messagesFor, parse }, run, state.usage);
    const planned = value.operations.slice(0, MOST_OPERATIONS);
    const paths = planned.map(({ path }) => path);
    const files = granted(planned, await turnCheckContext(dependencies, run, paths));
    const edits: EditsWork = {
      summary: value.summary.trim(),
      codeFiles: value.code_files.filter((path) => context.project.files.has(path)),
      files,
      beyondLimit: value.operations.length - planned.length,
      queue: files.flatMap(({ draft }, index) => (draft === null ? [index] : [])),
      repairRounds: 0,
      settled: false,
    };
    return { edits, usage };
  };
}

/** Only for a file whose place is granted anything will be written; a deletion needs no writing. */
function granted(
  planned: readonly { readonly op: DraftTarget['op']; readonly path: string; readonly intent: string }[],
  context: CheckContext,
): PlannedFile[] {
  const targets = planned.map(({ op, path }) => ({
    op,
    path,
    seenHash: op === 'create' ? null : (context.project.files.get(path.normalize('NFC'))?.contentHash ?? null),
  }));
  const verdicts = checkTargets(targets, context);
  return planned.map(({ op, path, intent }, index): PlannedFile => {
    const isRefused = verdicts[index]?.some(({ status }) => status === 'FAIL') ?? true;
    const base = { path, seenHash: targets[index]?.seenHash ?? null, rationale: intent };
    const refusal: DraftOperation = { op, ...base, unusable: 'Nothing was written for this file.' };
    const deletion: DraftOperation | null = op === 'delete' ? { op, ...base } : null;
    return { op, path, intent, draft: isRefused ? refusal : deletion, repair: null };
  });
}
