import { describe, expect, test } from 'vitest';
import { AgentFixture } from '../../../tests/kit/agent/agent-fixture.js';
import { crashTurn, inputOf, runTurn, textOfDeltas } from '../../../tests/kit/agent/run-turn.js';
import { AgentFailure } from '../../shared/run-errors.js';

const fixture = AgentFixture.use();

describe('an answer of a model', () => {
  test('is streamed as it comes and its markers become citations', async () => {
    const reply = 'It doubles the wait 🙂 after each failure [1], see [7] and `items[2]`.';
    const { model, runner } = fixture.withModel(reply);
    const input = inputOf({
      dialogId: fixture.newDialog(),
      mode: 'PROJECT_QA',
      text: 'How does retryWithBackoff wait?',
      history: [
        { role: 'USER', content: 'Hello' },
        { role: 'ASSISTANT', content: 'Hello.' },
      ],
    });
    const { result, events } = await runTurn(runner, input);

    expect(result.answer).toBe(reply);
    expect(textOfDeltas(events)).toBe(reply);
    expect(events.every((event) => event.type !== 'delta' || event.text.isWellFormed())).toBe(true);
    expect(result.citations).toMatchObject([
      { marker: 1, source: { path: 'src/retry.ts', startLine: 1, endLine: 11 }, verdict: 'VERIFIED' },
      { marker: 7, source: null, quote: '', verdict: 'UNVERIFIED' },
    ]);
    expect(result.usage).toEqual({
      promptTokens: 100,
      completionTokens: reply.length,
      embeddingTokens: 0,
      llmCalls: 1,
    });
    expect(events.at(-2)).toEqual({ type: 'usage', usage: result.usage });
    const [messages] = model.calls;
    expect(messages?.map((message) => message.role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages?.at(-1)?.content).toContain(
      '<passage n="1" path="src/retry.ts" lines="1-11" symbol="retryWithBackoff">',
    );
  });

  test('that is empty fails the turn', async () => {
    const input = inputOf({ dialogId: fixture.newDialog(), mode: 'QA', text: 'Hi' });
    const { failure, events } = await crashTurn(fixture.withModel(' ').runner, input, () => false);
    expect(failure).toMatchObject({ code: 'BAD_MODEL_OUTPUT', retryable: true });
    expect(events.at(-1)).toMatchObject({ type: 'usage', usage: { llmCalls: 1 } });
  });

  test("that the provider fails throws the provider's failure", async () => {
    const failed = new AgentFailure('PROVIDER_QUOTA', 'The quota is used up.');
    const input = inputOf({ dialogId: fixture.newDialog(), mode: 'QA', text: 'Hi' });
    const { failure } = await crashTurn(fixture.withModel(failed).runner, input, () => false);
    expect(failure).toBe(failed);
  });
});
