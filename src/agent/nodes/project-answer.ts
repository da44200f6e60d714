import type { AgentDependencies } from '../agent-dependencies.js';
import { languageOf } from '../language.js';
import { answerWithModel } from '../model/answer-with-model.js';
import { composeExtracts } from '../offline/compose-extracts.js';
import { PHRASES } from '../offline/phrases.js';
import { sayByLine } from '../offline/say-by-line.js';
import { searchQuery } from '../retrieval/search-query.js';
import type { TurnNode } from '../turn-run.js';

/** Answers from the turn's passages: written by the model, or offline as extracts of them. */
export function answerProjectQuestion({ languageModel, prompts }: AgentDependencies): TurnNode {
  return async (state, run) => {
    const language = languageOf(run.input.text);
    if (state.version === 0 && state.passages.length === 0) {
      return { answer: await sayByLine(run, PHRASES[language].nothingIndexed), citedLines: [] };
    }
    if (languageModel !== null) {
      const reply = await answerWithModel(languageModel, prompts.project_answer, state, run);
      return { ...reply, citedLines: [] };
    }
    const { text, citedLines } = composeExtracts({
      language,
      query: searchQuery(run.input),
      passages: state.passages,
      coverage: state.coverage,
    });
    return { answer: await sayByLine(run, text), citedLines };
  };
}
