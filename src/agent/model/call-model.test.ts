import { expect, test } from 'vitest';
import { inputOf } from '../../../tests/kit/agent/run-turn.js';
import type { LanguageModel } from '../../contracts/language-model.js';
import { TurnRun } from '../turn-run.js';
import { NO_USAGE } from '../turn-state.js';
import { callModel } from './call-model.js';

const speaking = (...pieces: string[]): LanguageModel => ({
  provider: 'scripted',
  model: 'scripted-1',
  async *stream() {
    for (const text of pieces) yield { text };
  },
});

async function piecesOf(model: LanguageModel) {
  const run = new TurnRun(inputOf({ text: 'Hi' }), new AbortController().signal, async () => {});
  const pieces: string[] = [];
  const { text, usage } = await callModel(model, [], run, NO_USAGE, async (piece) => void pieces.push(piece));
  return { pieces, text, usage };
}

test('a character that comes in two pieces is told whole', async () => {
  const { pieces, text } = await piecesOf(speaking('a\uD83D', '\uDE42b', '\uD83D', '\uDE42'));
  expect(pieces).toEqual(['a', '🙂b', '🙂']);
  expect(text).toBe('a🙂b🙂');
});

test('NUL and a half character at the end, which cannot be stored, are left out', async () => {
  const { text, usage } = await piecesOf(speaking('a\0b', '\0', 'c\uD83D'));
  expect(text).toBe('abc');
  expect(usage).toEqual({ ...NO_USAGE, llmCalls: 1 });
});
