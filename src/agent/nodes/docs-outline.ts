import type { AgentDependencies } from '../agent-dependencies.js';
import { checkTargets } from '../changesets/check-operations.js';
import type { DraftTarget } from '../changesets/draft-operation.js';
import type { DocsWork } from '../documents/docs-work.js';
import { documentChecks } from '../documents/document-checks.js';
import { MOST_DOCUMENTS, MOST_SOURCES, parseOutline } from '../documents/outline-reply.js';
import { fileOverview } from '../files/file-overview.js';
import { LANGUAGE_NAMES, languageOf } from '../language.js';
import { demand } from '../model/ask-model.js';
import { dialogSoFar } from '../model/dialog-so-far.js';
import { promptMessages } from '../model/prompt-messages.js';
import { renderPassages } from '../prompts/render-passages.js';
import { renderPrompt } from '../prompts/render-prompt.js';
import type { TurnNode, TurnRun } from '../turn-run.js';

const MOST_FILES = 5_000;
const MOST_FILE_LINES = 250;

/**
 * Plans which documents to write and from which files. A document whose path no proposal may have is refused here,
 * before anything is spent on it. Throws BAD_MODEL_OUTPUT when the model gives no plan, twice.
 */
export function outlineDocuments(dependencies: AgentDependencies): TurnNode {
  const { languageModel, prompts, retriever, historyTokens } = dependencies;
  return async (state, run) => {
    if (languageModel === null) return {};
    const { ownerId, sessionId, text } = run.input;
    const { files, hasMore } = await retriever.listFiles({ ownerId, sessionId, limit: MOST_FILES });
    const overview = [...fileOverview(files, MOST_FILE_LINES), ...(hasMore ? ['… and more files'] : [])];
    const messagesFor = (problem: string) => {
      const prompt = renderPrompt(prompts.docs_outline, {
        question: text,
        files: overview.join('\n'),
        passages: renderPassages(state.passages),
        language: LANGUAGE_NAMES[languageOf(text)],
        most_documents: String(MOST_DOCUMENTS),
        most_sources: String(MOST_SOURCES),
        problem,
      });
      return promptMessages(prompt, dialogSoFar(run.input, state), historyTokens);
    };
    const { value, usage } = await demand(
      'a plan',
      languageModel,
      { messagesFor, parse: parseOutline },
      run,
      state.usage,
    );
    return { documents: value.result === 'files' ? await withTargets(value, run) : value, usage };
  };

  async function withTargets(work: DocsWork, run: TurnRun): Promise<DocsWork> {
    const context = await documentChecks(dependencies, [], run);
    const accepted: DraftTarget[] = [];
    const documents = work.documents.map((document) => {
      const target = { op: 'create' as const, path: document.path, seenHash: null };
      // Beside those accepted alone: a refused document stands in nobody's way.
      const verdicts = checkTargets([...accepted, target], context).at(-1) ?? [];
      // That the file exists is no fault: then it is updated.
      const refused = verdicts.filter(({ name, status }) => status === 'FAIL' && name !== 'base');
      if (refused.length === 0) accepted.push(target);
      return { ...document, refused };
    });
    return { ...work, documents };
  }
}
