import { expect, test } from 'vitest';
import { estimateTokens } from './estimate-tokens.js';

test.each([
  ['', 0],
  ['four', 1],
  ['How are retries counted?', 6],
  ['Как считаются повторы?', 9],
  ['数据库', 3],
  ['запуск `npm start`', 6],
])('%j has about %i tokens', (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});
