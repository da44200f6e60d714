import type { AgentDependencies } from '../agent-dependencies.js';
import { languageOf } from '../language.js';
import { answerWithModel } from '../model/answer-with-model.js';
import { PHRASES } from '../offline/phrases.js';
import { sayByLine } from '../offline/say-by-line.js';
import type { TurnNode } from '../turn-run.js';

/** Answers without the project. Offline there is nothing to answer from, and the answer says so. */
export function answerGenerally({ languageModel, prompts, historyTokens }: AgentDependencies): TurnNode {
  const { general_answer: prompt, answer_continuation: continuation } = prompts;
  return async (state, run) => {
    if (languageModel === null) {
      const answer = await sayByLine(run, PHRASES[languageOf(run.input.text)].cannotAnswerGenerally);
      return { answer, citations: [] };
    }
    const asked = { step: 'general_answer', prompt, continuation, historyTokens } as const;
    const reply = await answerWithModel(languageModel, asked, state, run);
    return { ...reply, citations: [] };
  };
}
