import type { LanguageModel } from '../../contracts/language-model.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { languageOf } from '../language.js';
import { answerWithModel } from '../model/answer-with-model.js';
import { HeldOpening } from '../model/held-opening.js';
import { composeExtracts } from '../offline/compose-extracts.js';
import { PHRASES } from '../offline/phrases.js';
import { sayByLine } from '../offline/say-by-line.js';
import { searchQuery } from '../retrieval/search-query.js';
import type { TurnNode, TurnRun } from '../turn-run.js';
import type { TurnState } from '../turn-state.js';

/** What the prompt has the model write in place of an answer, when it needs more files for one. */
const NEED_FILES = 'NEED_FILES';

/**
 * Answers from the turn's passages: written by the model, or offline as extracts of them. No answer when the model asks
 * for more files first, which it may once.
 */
export function answerProjectQuestion({ languageModel, prompts, historyTokens }: AgentDependencies): TurnNode {
  return async (state, run) => {
    const language = languageOf(run.input.text);
    if (state.version === 0 && state.passages.length === 0) {
      return { answer: await sayByLine(run, PHRASES[language].nothingIndexed), citedLines: [] };
    }
    if (languageModel !== null) return answerOrAsk(languageModel, state, run);
    const { text, citedLines } = composeExtracts({
      language,
      query: searchQuery(run.input),
      passages: state.passages,
      coverage: state.coverage,
    });
    return { answer: await sayByLine(run, text), citedLines };
  };

  async function answerOrAsk(model: LanguageModel, state: TurnState, run: TurnRun): Promise<Partial<TurnState>> {
    const { project_answer: prompt, answer_continuation: continuation } = prompts;
    const mayAsk = state.consultation === null;
    const values = { more_files: mayAsk ? 'yes' : 'no' };
    const opening = new HeldOpening(NEED_FILES, (text) => run.say(text));
    const asked = { step: 'project_answer', prompt, continuation, historyTokens, values } as const;
    const reply = await answerWithModel(model, asked, state, run, (piece) => opening.add(piece));
    await opening.end();
    if (!opening.isWord) return { ...reply, citedLines: [] };
    if (mayAsk) return { answer: null, usage: reply.usage };
    const answer = await sayByLine(run, PHRASES[languageOf(run.input.text)].notInFiles);
    return { answer, usage: reply.usage, citedLines: [] };
  }
}
