import type { Usage } from '../../contracts/agent-runner.js';
import type { LanguageModel } from '../../contracts/language-model.js';
import { AgentFailure } from '../../shared/errors.js';
import { languageOf } from '../language.js';
import type { PromptTemplate } from '../prompts/parse-prompt.js';
import { renderPassages } from '../prompts/render-passages.js';
import { renderPrompt } from '../prompts/render-prompt.js';
import type { TurnRun } from '../turn-run.js';
import type { TurnState } from '../turn-state.js';
import { callModel } from './call-model.js';
import { historyMessages } from './history-messages.js';

/** About 3,000 tokens of English. */
const HISTORY_CHARACTERS = 12_000;
const LANGUAGE_NAMES = { en: 'English', ru: 'Russian' } as const;

/** Streams the model's answer to the turn's question. Throws BAD_MODEL_OUTPUT when it says nothing. */
export async function answerWithModel(
  model: LanguageModel,
  prompt: PromptTemplate,
  state: Pick<TurnState, 'passages' | 'usage'>,
  run: TurnRun,
): Promise<{ answer: string; usage: Usage }> {
  const { system, user } = renderPrompt(prompt, {
    question: run.input.text,
    language: LANGUAGE_NAMES[languageOf(run.input.text)],
    passages: renderPassages(state.passages),
  });
  const messages = [system, ...historyMessages(run.input.history, HISTORY_CHARACTERS), user];
  const { text, usage } = await callModel(model, messages, run, state.usage, (piece) => run.say(piece));
  if (text.trim() === '') {
    throw new AgentFailure(
      'BAD_MODEL_OUTPUT',
      `The model ${model.model} gave an empty answer. Send the message again.`,
      {
        retryable: true,
      },
    );
  }
  return { answer: text, usage };
}
