import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../shared/errors.js';
import { checkBudget, effectiveBudget } from './task-budget.js';

const limits = { maxTaskTokens: 1_000, maxTaskSeconds: 60 };

describe('a budget', () => {
  test('that is not given is stored as none', () => {
    expect(checkBudget(undefined, limits)).toEqual({ maxTotalTokens: null, maxSeconds: null });
    expect(checkBudget({ maxTotalTokens: null }, limits)).toEqual({ maxTotalTokens: null, maxSeconds: null });
  });

  test('up to the limits is stored as it is', () => {
    const budget = { maxTotalTokens: 1_000, maxSeconds: 1 };
    expect(checkBudget(budget, limits)).toEqual(budget);
  });

  test('beyond them is refused, each field with its limit and setting', () => {
    const refused = () => checkBudget({ maxTotalTokens: 1_001, maxSeconds: 0 }, limits);
    expect(refused).toThrow(InvalidInputError);
    expect(refused).toThrow(
      expect.objectContaining({
        fields: [
          {
            path: ['budget', 'maxTotalTokens'],
            message: expect.stringMatching(/1001.*1 to 1000 \(MAX_TASK_TOKENS\)\. Ask for less/),
          },
          {
            path: ['budget', 'maxSeconds'],
            message: expect.stringMatching(/is 0.*1 to 60 \(MAX_TASK_SECONDS\)\. Ask for more/),
          },
        ],
      }),
    );
  });

  test('is bounded by the limits of the server that does the work', () => {
    expect(effectiveBudget({ maxTotalTokens: 5_000, maxSeconds: null }, limits)).toEqual({
      maxTotalTokens: 1_000,
      maxSeconds: 60,
    });
    expect(effectiveBudget({ maxTotalTokens: 10, maxSeconds: 5 }, limits)).toEqual({
      maxTotalTokens: 10,
      maxSeconds: 5,
    });
  });
});
