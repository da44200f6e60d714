import type { Usage } from '../../contracts/agent-runner.js';
import type { LanguageModel, ModelMessage } from '../../contracts/language-model.js';
import { AgentFailure } from '../../shared/run-errors.js';
import type { TurnRun } from '../turn-run.js';
import { callModel } from './call-model.js';
import type { ParsedReply } from './json-reply.js';

/** What the prompt says of a last reply when there was none. */
export const NO_PROBLEM = 'none';
const TRUNCATED = 'It was too long and was cut. Write less.';

export interface Question<T> {
  /** `problem` says what was wrong with the last reply. */
  readonly messagesFor: (problem: string) => readonly ModelMessage[];
  readonly parse: (text: string) => ParsedReply<T>;
}

/**
 * Asks for a reply of a certain form, and once more, telling the problem, when the first cannot be used. A reply that
 * was cut never is. The second problem is the result where that one cannot be used either.
 */
export async function askTwice<T>(
  model: LanguageModel,
  { messagesFor, parse }: Question<T>,
  run: TurnRun,
  before: Usage,
): Promise<{ reply: ParsedReply<T>; usage: Usage }> {
  const ask = async (problem: string, usageBefore: Usage) => {
    const { text, truncated, usage } = await callModel(model, messagesFor(problem), run, usageBefore);
    const reply: ParsedReply<T> = truncated ? { ok: false, problem: TRUNCATED } : parse(text);
    return { reply, usage };
  };
  const first = await ask(NO_PROBLEM, before);
  return first.reply.ok ? first : ask(first.reply.problem, first.usage);
}

/** As `askTwice`, for what a turn cannot go on without, such as "a plan": throws BAD_MODEL_OUTPUT. */
export async function demand<T>(
  what: string,
  model: LanguageModel,
  question: Question<T>,
  run: TurnRun,
  before: Usage,
): Promise<{ value: T; usage: Usage }> {
  const { reply, usage } = await askTwice(model, question, run, before);
  if (reply.ok) return { value: reply.value, usage };
  throw new AgentFailure(
    'BAD_MODEL_OUTPUT',
    `The model ${model.model} did not give ${what} that can be used, twice. ${reply.problem} Send the message again, or in other words.`,
    { retryable: true },
  );
}
