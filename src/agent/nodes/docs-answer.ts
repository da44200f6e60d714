import type { AgentDependencies } from '../agent-dependencies.js';
import { describeDocument } from '../documents/docs-work.js';
import { languageOf } from '../language.js';
import { answerWithModel } from '../model/answer-with-model.js';
import { PHRASES } from '../offline/phrases.js';
import { sayByLine } from '../offline/say-by-line.js';
import type { TurnNode } from '../turn-run.js';

/** Writes the document as an answer, with citations; or says that nothing is indexed to write it from. */
export function answerWithDocument({ languageModel, prompts, historyTokens }: AgentDependencies): TurnNode {
  const { docs_answer: prompt, answer_continuation: continuation } = prompts;
  return async (state, run) => {
    const [document] = state.documents?.documents ?? [];
    if (languageModel === null || document === undefined) {
      const answer = await sayByLine(run, PHRASES[languageOf(run.input.text)].nothingIndexed);
      return { answer, citedLines: [] };
    }
    const values = { document: describeDocument(document) };
    const asked = { step: 'docs_answer', prompt, continuation, historyTokens, values } as const;
    return { ...(await answerWithModel(languageModel, asked, state, run)), citedLines: [] };
  };
}
