import { describe, expect, test } from 'vitest';
import { inputOf } from '../../../tests/kit/agent/run-turn.js';
import type { AgentEvent } from '../../contracts/agent-runner.js';
import type { LanguageModel, ModelChunk } from '../../contracts/language-model.js';
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
  expect(usage).toEqual({ ...NO_USAGE, completionTokens: 1, llmCalls: 1 });
});

const PROMPT = [{ role: 'user' as const, content: 'x'.repeat(400) }];

/** Calls a model that streams `chunks`, in a turn that may use `maxTotalTokens` and has used `before`. */
async function spend(chunks: readonly ModelChunk[], maxTotalTokens: number | null, before = NO_USAGE) {
  let calls = 0;
  let given = 0;
  const model: LanguageModel = {
    provider: 'scripted',
    model: 'scripted-1',
    async *stream() {
      calls += 1;
      for (const chunk of chunks) {
        given += 1;
        yield chunk;
      }
    },
  };
  const told: AgentEvent[] = [];
  const input = inputOf({ text: 'Hi', budget: { maxTotalTokens, maxSeconds: null } });
  const run = new TurnRun(input, new AbortController().signal, async (event) => void told.push(event));
  const error = await callModel(model, PROMPT, run, before).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { error, calls, given, usage: told.map((event) => event.type === 'usage' && event.usage) };
}

const EXCEEDED = { code: 'BUDGET_EXCEEDED', retryable: false, message: expect.stringMatching(/MAX_TASK_TOKENS/) };

describe('the tokens of a call', () => {
  test('are those that the provider counted', async () => {
    const { error, usage } = await spend([{ text: 'Hi', usage: { promptTokens: 90, completionTokens: 2 } }], 92);
    expect(error).toBeNull();
    expect(usage).toEqual([{ ...NO_USAGE, promptTokens: 90, completionTokens: 2, llmCalls: 1 }]);
  });

  test('are estimated where it counted none', async () => {
    const { usage } = await spend([{ text: 'eight ch' }], null);
    expect(usage).toEqual([{ ...NO_USAGE, promptTokens: 100, completionTokens: 2, llmCalls: 1 }]);
  });

  test('of a reply that never began are none', async () => {
    const { usage } = await spend([], null);
    expect(usage).toEqual([{ ...NO_USAGE, llmCalls: 1 }]);
  });
});

describe('a call for which the budget has no tokens', () => {
  test('is not made, when they are used up', async () => {
    const { error, calls } = await spend([{ text: 'Hi' }], 100, {
      ...NO_USAGE,
      promptTokens: 60,
      completionTokens: 41,
    });
    expect({ error, calls }).toEqual({ error: expect.objectContaining(EXCEEDED), calls: 0 });
  });

  test('is not made, when the prompt alone is too much', async () => {
    const { error, calls } = await spend([{ text: 'Hi' }], 66);
    expect({ error, calls }).toEqual({ error: expect.objectContaining(EXCEEDED), calls: 0 });
  });

  test('is cut in the middle of its reply', async () => {
    const chunks = Array.from({ length: 100 }, () => ({ text: 'y'.repeat(60) }));
    const { error, given, usage } = await spend(chunks, 100);
    expect(error).toMatchObject(EXCEEDED);
    expect(given).toBe(4);
    expect(usage).toEqual([{ ...NO_USAGE, promptTokens: 100, completionTokens: 60, llmCalls: 1 }]);
  });

  test('fails when the provider counted too many', async () => {
    const { error, usage } = await spend([{ text: 'Hi', usage: { promptTokens: 90, completionTokens: 11 } }], 100);
    expect(error).toMatchObject(EXCEEDED);
    expect(usage).toEqual([{ ...NO_USAGE, promptTokens: 90, completionTokens: 11, llmCalls: 1 }]);
  });
});

test('a model is not called once the turn is cancelled', async () => {
  let calls = 0;
  const model: LanguageModel = {
    ...speaking('never'),
    async *stream() {
      calls += 1;
      yield { text: 'never' };
    },
  };
  const told: string[] = [];
  const run = new TurnRun(
    inputOf({ text: 'Hi' }),
    AbortSignal.abort('stopped'),
    async ({ type }) => void told.push(type),
  );
  await expect(callModel(model, [], run, NO_USAGE)).rejects.toBe('stopped');
  expect([calls, told]).toEqual([0, []]);
});
