import type { AgentDependencies } from '../agent-dependencies.js';
import { languageOf } from '../language.js';
import { answerWithModel } from '../model/answer-with-model.js';
import { PHRASES } from '../offline/phrases.js';
import { sayByLine } from '../offline/say-by-line.js';
import type { TurnNode } from '../turn-run.js';

/** Answers without the project. Offline there is nothing to answer from, and the answer says so. */
export function answerGenerally({ languageModel, prompts }: AgentDependencies): TurnNode {
  return async (state, run) => {
    if (languageModel === null) {
      const answer = await sayByLine(run, PHRASES[languageOf(run.input.text)].cannotAnswerGenerally);
      return { answer, citations: [] };
    }
    return { ...(await answerWithModel(languageModel, prompts.general_answer, state, run)), citations: [] };
  };
}
