import type { Usage } from '../../contracts/agent-runner.js';
import type { FileText } from '../../contracts/rag-retriever.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { describeDocument, nextDocument, type PlannedDocument, unwritten } from '../documents/docs-work.js';
import { parseDocumentReply } from '../documents/document-reply.js';
import { LANGUAGE_NAMES, languageOf } from '../language.js';
import { NO_PROBLEM } from '../model/ask-model.js';
import { callModelToEnd } from '../model/call-model-to-end.js';
import type { ParsedReply } from '../model/json-reply.js';
import { renderPassages } from '../prompts/render-passages.js';
import { renderPrompt } from '../prompts/render-prompt.js';
import type { TurnNode, TurnRun } from '../turn-run.js';
import { isOfFile, type TurnState } from '../turn-state.js';

/** A longer text cannot be written anew as a whole without losing parts of it. */
const LONGEST_CURRENT = 30_000;
const TOO_LONG: ParsedReply<string> = { ok: false, problem: 'It was too long and was cut. Write less.' };

/** Writes the next document of the outline, one call and at most one more when its reply cannot be used. */
export function writeDocument({ languageModel, prompts, retriever }: AgentDependencies): TurnNode {
  return async (state, run) => {
    const work = state.documents;
    const index = work === null ? null : nextDocument(work);
    const document = index === null ? undefined : work?.documents[index];
    if (work === null || document === undefined) return {};
    await run.tellProgress(
      'docs_generation',
      `Writing ${document.path} (${(index ?? 0) + 1} of ${work.documents.length})`,
    );
    const { written, usage } = await write(document, state, run);
    const documents = work.documents.map((other) => (other === document ? written : other));
    return { documents: { ...work, documents }, usage };
  };

  async function write(
    document: PlannedDocument,
    state: TurnState,
    run: TurnRun,
  ): Promise<{ written: PlannedDocument; usage: Usage }> {
    const { ownerId, sessionId } = run.input;
    const current = await retriever.readFile({ ownerId, sessionId, path: document.path });
    if (current !== null && current.text.length > LONGEST_CURRENT) {
      const message = `The file has more than ${LONGEST_CURRENT} characters, too many to be written anew. Ask for an edit of a part of it.`;
      return { written: { ...document, refused: [unwritten(document.path, message)] }, usage: state.usage };
    }
    const first = await ask(document, current, NO_PROBLEM, state, run);
    const last = first.reply.ok
      ? first
      : await ask(document, current, first.reply.problem, { ...state, usage: first.usage }, run);
    const written = last.reply.ok
      ? { ...document, content: last.reply.value, seenHash: current?.contentHash ?? null }
      : { ...document, refused: [unwritten(document.path, `The model did not write it. ${last.reply.problem}`)] };
    return { written, usage: last.usage };
  }

  async function ask(
    document: PlannedDocument,
    current: FileText | null,
    problem: string,
    state: TurnState,
    run: TurnRun,
  ): Promise<{ reply: ParsedReply<string>; usage: Usage }> {
    if (languageModel === null) throw new Error('Documents are not written without a language model.');
    const { text } = run.input;
    const prompt = renderPrompt(prompts.docs_generation, {
      question: text,
      language: LANGUAGE_NAMES[languageOf(text)],
      document: describeDocument(document),
      current: current?.text ?? '(none: the file is new)',
      passages: renderPassages(passagesFor(document, state)),
      problem,
    });
    const conversation = { messages: [prompt.system, prompt.user], continuation: prompts.answer_continuation } as const;
    const { text: said, truncated, usage } = await callModelToEnd(languageModel, conversation, run, state.usage);
    return { reply: truncated ? TOO_LONG : parseDocumentReply(said), usage };
  }
}

/** What the search found and what was attached, and of the files that were read those that this document names. */
function passagesFor({ path, read }: PlannedDocument, { passages, documents }: TurnState) {
  const others = new Set(documents?.documents.flatMap((other) => (other.path === path ? [] : other.read)));
  return passages.filter((passage) => !isOfFile(passage) || read.includes(passage.path) || !others.has(passage.path));
}
