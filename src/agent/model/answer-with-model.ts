import type { Usage } from '../../contracts/agent-runner.js';
import type { LanguageModel } from '../../contracts/language-model.js';
import { AgentFailure } from '../../shared/run-errors.js';
import { LANGUAGE_NAMES, languageOf } from '../language.js';
import type { PromptTemplate } from '../prompts/parse-prompt.js';
import { renderPassages } from '../prompts/render-passages.js';
import { renderPrompt } from '../prompts/render-prompt.js';
import type { Step } from '../steps.js';
import type { TurnRun } from '../turn-run.js';
import type { TurnState } from '../turn-state.js';
import { callModelToEnd } from './call-model-to-end.js';
import { dialogSoFar } from './dialog-so-far.js';
import { promptMessages } from './prompt-messages.js';

export interface Asked {
  readonly step: Step;
  readonly prompt: PromptTemplate;
  /** The prompt that has a cut answer gone on with. */
  readonly continuation: PromptTemplate;
  readonly historyTokens: number;
  /** For the prompt's placeholders beside question, language and passages. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Streams the model's answer to the turn's question to `say`. Throws BAD_MODEL_OUTPUT when it says nothing. */
export async function answerWithModel(
  model: LanguageModel,
  { step, prompt, continuation, historyTokens, values = {} }: Asked,
  state: Pick<TurnState, 'passages' | 'summary' | 'usage'>,
  run: TurnRun,
  say: (text: string) => Promise<void> = (text) => run.say(text),
): Promise<{ answer: string; usage: Usage }> {
  const rendered = renderPrompt(prompt, {
    ...values,
    question: run.input.text,
    language: LANGUAGE_NAMES[languageOf(run.input.text)],
    passages: renderPassages(state.passages),
  });
  const messages = promptMessages(rendered, dialogSoFar(run.input, state), historyTokens);
  const { text, usage, truncated } = await callModelToEnd(model, { messages, continuation }, run, state.usage, say);
  if (text.trim() === '') {
    throw new AgentFailure(
      'BAD_MODEL_OUTPUT',
      `The model ${model.model} gave an empty answer. Send the message again.`,
      {
        retryable: true,
      },
    );
  }
  if (truncated) await run.tellProgress(step, 'The answer ends where it was cut: the model may not write more');
  return { answer: text, usage };
}
