import type { TurnBudget } from '../contracts/agent-runner.js';
import { type FieldError, InvalidInputError } from '../shared/errors.js';

/** What one task may use at the most, whoever asks for it. */
export interface BudgetLimits {
  /** Prompt and completion tokens together. */
  readonly maxTaskTokens: number;
  readonly maxTaskSeconds: number;
}

/** What a client wants a task to stay within; what is not given is bounded by the server's limits alone. */
export interface BudgetInput {
  readonly maxTotalTokens?: number | null;
  readonly maxSeconds?: number | null;
}

/** The budget as it is stored. Throws an `InvalidInputError` that names each field out of its limits. */
export function checkBudget(input: BudgetInput | null | undefined, limits: BudgetLimits): TurnBudget {
  const budget = { maxTotalTokens: input?.maxTotalTokens ?? null, maxSeconds: input?.maxSeconds ?? null };
  const problems: FieldError[] = [];
  const check = (field: keyof TurnBudget, limit: number, setting: string) => {
    const value = budget[field];
    if (value === null || (value >= 1 && value <= limit)) return;
    const message = `is ${value}; it must be from 1 to ${limit} (${setting}). Ask for ${value < 1 ? 'more' : 'less'}, or leave it out.`;
    problems.push({ path: ['budget', field], message });
  };
  check('maxTotalTokens', limits.maxTaskTokens, 'MAX_TASK_TOKENS');
  check('maxSeconds', limits.maxTaskSeconds, 'MAX_TASK_SECONDS');
  if (problems.length > 0) throw new InvalidInputError(problems);
  return budget;
}

/** What a task may use now: its own budget, and no more than the limits, which may be lower than when it was sent. */
export function effectiveBudget({ maxTotalTokens, maxSeconds }: TurnBudget, limits: BudgetLimits): TurnBudget {
  return {
    maxTotalTokens: Math.min(maxTotalTokens ?? limits.maxTaskTokens, limits.maxTaskTokens),
    maxSeconds: Math.min(maxSeconds ?? limits.maxTaskSeconds, limits.maxTaskSeconds),
  };
}
