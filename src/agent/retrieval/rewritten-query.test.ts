import { expect, test } from 'vitest';
import { rewrittenQuery } from './rewritten-query.js';

test.each([
  ['{"query": "How long does  retryWithBackoff wait?"}', 'How long does retryWithBackoff wait?'],
  ['Here:\n```json\n{"query": "как ждёт retry"}\n```', 'как ждёт retry'],
  ['«Как ждёт retry?»\n', 'Как ждёт retry?'],
  ['', null],
  ['{"query": "  "}', null],
  ['{"question": "How?"}', null],
  ['It waits twice as long.\nSee retry.ts.', null],
  [`{"query": "${'long '.repeat(100)}"}`, null],
])('%j gives %j', (text, query) => {
  expect(rewrittenQuery(text)).toBe(query);
});
