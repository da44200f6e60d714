import { expect, test } from 'vitest';
import { historyMessages } from './history-messages.js';

const history = [
  { role: 'USER', content: 'first question' },
  { role: 'ASSISTANT', content: 'first answer' },
  { role: 'USER', content: 'second question' },
  { role: 'ASSISTANT', content: 'second answer' },
] as const;

test('keeps the newest messages within the budget, from a question on', () => {
  expect(historyMessages(history, 1000)).toHaveLength(4);
  expect(historyMessages(history, 45)).toEqual([
    { role: 'user', content: 'second question' },
    { role: 'assistant', content: 'second answer' },
  ]);
  expect(historyMessages(history, 20)).toEqual([]);
  expect(historyMessages([], 20)).toEqual([]);
});
