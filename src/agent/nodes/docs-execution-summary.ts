import type { AgentDependencies } from '../agent-dependencies.js';
import type { DocsWork } from '../documents/docs-work.js';
import { answerWithModel } from '../model/answer-with-model.js';
import { shortened } from '../prompts/shortened.js';
import type { TurnNode } from '../turn-run.js';

const SHOWN_CHARACTERS = 3_000;

/** Tells the person what was written, on what it rests, and what is not proposed. */
export function summariseDocuments({ languageModel, prompts, historyTokens }: AgentDependencies): TurnNode {
  const { docs_execution_summary: prompt, answer_continuation: continuation } = prompts;
  return async (state, run) => {
    if (languageModel === null || state.documents === null) return {};
    const values = { documents: describeOutcome(state.documents) };
    const asked = { step: 'docs_execution_summary', prompt, continuation, historyTokens, values } as const;
    return { ...(await answerWithModel(languageModel, asked, state, run)), citedLines: [] };
  };
}

/** Each document as data for a prompt; a document cannot end its own element. */
function describeOutcome({ documents }: DocsWork): string {
  return documents
    .map(({ path, title, content, seenHash, refused }) => {
      const done = seenHash === null ? 'a new file' : 'an update of the file';
      const why = refused.map(({ message }) => message ?? '').join(' ');
      const outcome = refused.length === 0 ? `${done}, waits for a review` : `not proposed: ${why}`;
      const text = shortened(content ?? '', SHOWN_CHARACTERS);
      const inner = `${title}\n${outcome}\n\n${text}`.replace(/<(?=\/?document\b)/giu, '&lt;');
      return `<document path=${JSON.stringify(path)}>\n${inner}\n</document>`;
    })
    .join('\n');
}
