import type { AgentInput, Usage } from '../contracts/agent-runner.js';
import { AgentFailure } from '../shared/run-errors.js';

/** No tokenizer gets by with less for any language or code: so many characters have a token at least. */
const MOST_CHARACTERS_A_TOKEN = 6;

/**
 * Throws BUDGET_EXCEEDED when the turn has used all its tokens, or when `characters` more, which no provider has counted
 * yet, are certainly too many.
 */
export function checkTokens({ budget }: Pick<AgentInput, 'budget'>, usage: Usage, characters = 0): void {
  const limit = budget.maxTotalTokens;
  if (limit === null) return;
  const used = usage.promptTokens + usage.completionTokens;
  if (used + characters / MOST_CHARACTERS_A_TOKEN <= limit) return;
  throw new AgentFailure(
    'BUDGET_EXCEEDED',
    `Answering takes more than the ${limit} tokens that this task may use. Ask for less, or send the message with a larger budget of tokens (the server's limit is MAX_TASK_TOKENS).`,
  );
}

export interface TurnDeadline {
  /** The caller's, aborted with BUDGET_EXCEEDED when the turn has worked for as long as it may. */
  readonly signal: AbortSignal;
  /** To be called when the turn has ended. */
  end(): void;
}

/** Bounds the work of a turn, that of earlier attempts included, to the seconds of its budget. */
export function turnDeadline({ budget, used }: Pick<AgentInput, 'budget' | 'used'>, signal: AbortSignal): TurnDeadline {
  const { maxSeconds } = budget;
  if (maxSeconds === null) return { signal, end: () => {} };
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const timer = setTimeout(() => controller.abort(outOfTime(maxSeconds)), maxSeconds * 1_000 - used.durationMs);
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}

function outOfTime(maxSeconds: number): AgentFailure {
  return new AgentFailure(
    'BUDGET_EXCEEDED',
    `Answering takes longer than the ${maxSeconds} s that this task may work. Ask for less, or send the message with a larger budget of seconds (the server's limit is MAX_TASK_SECONDS).`,
  );
}
