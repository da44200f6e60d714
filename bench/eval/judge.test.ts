import { describe, expect, test } from 'vitest';
import { judge } from './judge.js';

const hit = (path: string, startLine: number, endLine: number) => ({ path, startLine, endLine });

describe('ranked passages', () => {
  const question = { query: '', answers: [{ path: 'a.ts', lines: { startLine: 10, endLine: 20 } }] };

  test('are right when they share a line with the answer', () => {
    const hits = [hit('a.ts', 1, 9), hit('b.ts', 10, 20), hit('a.ts', 20, 30)];
    expect(judge(hits, question, 'passages')).toEqual([false, false, true]);
  });

  test('find an answer once', () => {
    expect(judge([hit('a.ts', 8, 10), hit('a.ts', 11, 15)], question, 'passages')).toEqual([true, false]);
  });
});

describe('ranked files', () => {
  const question = {
    query: '',
    answers: [
      { path: 'b.py', lines: null },
      { path: 'c.py', lines: null },
    ],
  };

  test('stand where their best passage stands', () => {
    const hits = [hit('a.py', 1, 2), hit('a.py', 5, 6), hit('b.py', 7, 8), hit('b.py', 1, 2), hit('c.py', 1, 1)];
    expect(judge(hits, question, 'files')).toEqual([false, true, true]);
  });
});
