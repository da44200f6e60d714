import { describe, expect, test } from 'vitest';
import { AgentFixture } from '../../../tests/kit/agent/agent-fixture.js';
import { inputOf, runTurn, textOfDeltas } from '../../../tests/kit/agent/run-turn.js';

const fixture = AgentFixture.use();
const ask = (text: string) => inputOf({ dialogId: fixture.newDialog(), mode: 'QA', text });

describe('an answer that is cut because it may not be longer', () => {
  test('is gone on with where it ends, and what is repeated there is left out', async () => {
    const { model, runner } = fixture.withModel(
      { cut: 'Сначала соберите образ, затем запустите' },
      { cut: 'затем запустите контейнер. После' },
      ' этого откройте порт.',
    );
    const { result, events } = await runTurn(runner, ask('Как развернуть сервер?'));
    expect(result.answer).toBe('Сначала соберите образ, затем запустите контейнер. После этого откройте порт.');
    expect(textOfDeltas(events)).toBe(result.answer);
    expect(result.usage).toMatchObject({ llmCalls: 3, promptTokens: 300 });
    expect(model.calls[1]?.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(model.calls[2]?.at(-2)?.content).toBe('Сначала соберите образ, затем запустите контейнер. После');
    expect(model.calls[1]?.at(-1)?.content).toContain('затем запустите');
  });

  test('is left as it is after two continuations, and the events say so', async () => {
    const { runner } = fixture.withModel({ cut: 'One,' }, { cut: ' two,' }, { cut: ' three,' });
    const { result, events } = await runTurn(runner, ask('Count.'));
    expect(result.answer).toBe('One, two, three,');
    expect(events).toContainEqual({
      type: 'step',
      step: 'general_answer',
      label: 'The answer ends where it was cut: the model may not write more',
    });
  });
});
