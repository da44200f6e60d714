import type { LanguageModel } from '../../contracts/language-model.js';
import type { FileBytes } from '../../contracts/rag-retriever.js';
import { splitLines } from '../../shared/source-lines.js';
import { asStorable } from '../../shared/storable-text.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import type { DraftEdit, DraftOperation } from '../changesets/draft-operation.js';
import { parseEditReply, renderEdit } from '../edits/edit-reply.js';
import { type PlannedFile, withFile } from '../edits/edits-work.js';
import { renderFile } from '../edits/render-file.js';
import { askTwice } from '../model/ask-model.js';
import type { ParsedReply } from '../model/json-reply.js';
import { renderPassages } from '../prompts/render-passages.js';
import { renderPrompt } from '../prompts/render-prompt.js';
import type { TurnNode, TurnRun } from '../turn-run.js';
import { isOfFile } from '../turn-state.js';

/** A longer file is edited by anchored replacements only: models lose lines of what they copy. */
const MOST_LINES_GIVEN_WHOLE = 200;

/** Lets the model write the change of the first file that waits, and takes that file off the queue. */
export function applyEdit({
  languageModel,
  retriever,
  prompts,
}: AgentDependencies & { languageModel: LanguageModel }): TurnNode {
  return async (state, run) => {
    const { edits, passages } = state;
    const [index, ...queue] = edits?.queue ?? [];
    const file = index === undefined ? undefined : edits?.files[index];
    if (edits === null || index === undefined || file === undefined) return {};
    const { length } = edits.files;
    await run.tellProgress('project_edits_apply', `Writing ${asStorable(file.path)} (${index + 1} of ${length})`);
    const stored = file.op === 'create' ? null : await storedFile(file, run);
    const text = stored === null ? null : Buffer.from(stored.bytes).toString('utf8');
    const messagesFor = (problem: string) => {
      const { system, user } = renderPrompt(prompts.project_edits_apply, {
        question: run.input.text,
        passages: renderPassages(passages.filter((passage) => !isOfFile(passage) || passage.path !== file.path)),
        path: file.path,
        operation: file.op,
        intent: file.intent,
        repair: file.repair === null ? 'nothing' : `${file.repair}\n\n${earlierChange(file)}`,
        file: text === null ? '(a new file)' : renderFile(file.path, text, `${file.intent}\n${run.input.text}`),
        problem,
      });
      return [system, user];
    };
    const parse = (answer: string) => fitting(parseEditReply(answer), text);
    const { reply, usage } = await askTwice(languageModel, { messagesFor, parse }, run, state.usage);
    const draft = draftOf(file, stored?.contentHash ?? null, reply);
    return { edits: { ...withFile(edits, index, { draft, repair: null }), queue }, usage };
  };

  async function storedFile({ path }: PlannedFile, { input }: TurnRun): Promise<FileBytes | null> {
    return retriever.readBytes({ ownerId: input.ownerId, sessionId: input.sessionId, path });
  }
}

function earlierChange({ draft }: PlannedFile): string {
  if (draft === null || 'unusable' in draft || draft.op === 'delete') return '';
  return renderEdit(draft.op === 'create' ? { kind: 'content', content: draft.content } : draft.edit);
}

/** A new file, whose `text` is null, is given whole; a long one is not. */
function fitting(reply: ParsedReply<DraftEdit>, text: string | null): ParsedReply<DraftEdit> {
  if (!reply.ok) return reply;
  const isWhole = reply.value.kind === 'content';
  if (text === null && !isWhole)
    return { ok: false, problem: 'The file is new: give it whole, as <content>…</content>.' };
  if (text === null || !isWhole) return reply;
  const lines = splitLines(text).length;
  if (lines <= MOST_LINES_GIVEN_WHOLE) return reply;
  return { ok: false, problem: `The file has ${lines} lines: give pairs of <find> and <replace>, not the whole.` };
}

function draftOf(file: PlannedFile, seenHash: string | null, reply: ParsedReply<DraftEdit>): DraftOperation {
  const { op, path, intent } = file;
  const common = { path, seenHash, rationale: intent };
  if (!reply.ok) return { op, ...common, unusable: `The model's reply could not be used. ${reply.problem}` };
  if (reply.value.kind === 'content' && op === 'create') return { op, ...common, content: reply.value.content };
  return { op: 'update', ...common, edit: reply.value };
}
