import { START, StateGraph } from '@langchain/langgraph';
import { describe, expect, test } from 'vitest';
import { AgentFixture } from '../../tests/kit/agent/agent-fixture.js';
import { crashTurn, inputOf, runTurn, stepsOf, textOfDeltas } from '../../tests/kit/agent/run-turn.js';
import type { AgentEvent } from '../contracts/agent-runner.js';
import type { LanguageModel } from '../contracts/language-model.js';
import { TurnCheckpoints } from './checkpoints.js';
import { freshTurn, TurnChannels } from './turn-state.js';

const fixture = AgentFixture.use();

describe('a turn that died', () => {
  const text = 'How does retryWithBackoff wait after a failure?';
  const places: [string, (event: AgentEvent) => boolean, number][] = [
    ['before it was routed', (event) => event.type === 'step' && event.step === 'router', 1],
    ['while it was routed', (event) => event.type === 'routed', 1],
    ['before the search', (event) => event.type === 'step' && event.step === 'retrieve', 1],
    ['after the search, before its checkpoint', (event) => event.type === 'sources', 2],
    ['after the search', (event) => event.type === 'step' && event.step === 'project_answer', 1],
    ['in the middle of the answer', (event) => event.type === 'delta' && event.offset > 100, 1],
    ['after the answer', (event) => event.type === 'step' && event.step === 'verify_citations', 1],
  ];

  test.each(places)('%s goes on where it was and ends alike', async (_, at, searches) => {
    const undisturbed = await runTurn(
      fixture.offline(),
      inputOf({ dialogId: fixture.newDialog(), taskId: 'tsk_x', text }),
    );
    fixture.retriever.searches.length = 0;
    const input = inputOf({ dialogId: fixture.newDialog(), taskId: 'tsk_x', text });
    const { failure, events } = await crashTurn(fixture.offline(), input, at);
    expect(failure).toHaveProperty('message', 'The process died.');

    const again = await runTurn(fixture.offline(), input);
    expect(again.result).toEqual(undisturbed.result);
    expect(textOfDeltas([...events, ...again.events])).toBe(again.result.answer);
    expect(fixture.retriever.searches).toHaveLength(searches);
  });

  test('without a word, as by kill -9, goes on where it was', async () => {
    const input = inputOf({ dialogId: fixture.newDialog(), text });
    await new Promise<void>((killed) => {
      const emit = async (event: AgentEvent) => {
        if (event.type !== 'delta' || event.offset === 0) return;
        killed();
        await new Promise(() => {});
      };
      void fixture.offline().run(input, emit, new AbortController().signal);
    });
    const again = await runTurn(fixture.offline(), input);
    expect(stepsOf(again.events)).toEqual(['project_answer', 'verify_citations']);
    expect(again.result.citations).toHaveLength(1);
    expect(fixture.retriever.searches).toHaveLength(1);
  });

  test('after its end gives its result again without working again', async () => {
    const input = inputOf({ dialogId: fixture.newDialog(), text });
    const first = await runTurn(fixture.offline(), input);
    const second = await runTurn(fixture.offline(), input);
    expect(second.result).toEqual(first.result);
    expect(second.events).toEqual([{ type: 'delta', offset: 0, text: first.result.answer }]);
    expect(fixture.retriever.searches).toHaveLength(1);
  });

  test('under another release, whose graph had other nodes, begins anew', async () => {
    const input = inputOf({ dialogId: fixture.newDialog(), text });
    const older = new StateGraph(TurnChannels)
      .addNode(
        'project_qa',
        new StateGraph(TurnChannels)
          .addNode('older_step', () => Promise.reject(new Error('The process died.')))
          .addEdge(START, 'older_step')
          .compile(),
      )
      .addEdge(START, 'project_qa')
      .compile({ checkpointer: new TurnCheckpoints(fixture.pool, async () => {}) });
    const thread = { configurable: { thread_id: input.dialogId }, durability: 'sync' as const };
    await expect(older.invoke(freshTurn(input.taskId), thread)).rejects.toThrow('The process died.');

    const { events, result } = await runTurn(fixture.offline(), input);
    expect(stepsOf(events)).toContain('router');
    expect(result.citations).toHaveLength(1);
  });

  test('leaves nothing to the next turn of its dialog', async () => {
    const dialogId = fixture.newDialog();
    const failed = inputOf({ dialogId, taskId: 'tsk_a', text });
    await crashTurn(fixture.offline(), failed, (event) => event.type === 'step' && event.step === 'project_answer');

    const next = await runTurn(fixture.offline(), inputOf({ dialogId, taskId: 'tsk_b', text: 'hello' }));
    expect(stepsOf(next.events)).toEqual(['router', 'general_answer']);
    expect(next.result).toMatchObject({ version: null, citations: [], routing: { route: 'DEFAULT_GENERAL' } });
  });
});

describe('an aborted turn', () => {
  test('throws the reason, and goes on when run again', async () => {
    const controller = new AbortController();
    const reason = new Error('Cancelled by the person.');
    const input = inputOf({ dialogId: fixture.newDialog(), text: 'How does retryWithBackoff wait?' });
    const emit = async (event: AgentEvent) => {
      if (event.type === 'delta') controller.abort(reason);
    };
    await expect(fixture.offline().run(input, emit, controller.signal)).rejects.toBe(reason);
    const again = await runTurn(fixture.offline(), input);
    expect(again.result.citations).toHaveLength(1);
    expect(fixture.retriever.searches).toHaveLength(1);
  });

  test('throws the reason also where the provider throws an error of its own', async () => {
    const controller = new AbortController();
    const reason = new Error('Cancelled by the person.');
    const languageModel: LanguageModel = {
      provider: 'scripted',
      model: 'scripted-1',
      async *stream(_, signal) {
        yield { text: 'Partial ' };
        controller.abort(reason);
        if (signal.aborted) throw new DOMException('This operation was aborted', 'AbortError');
      },
    };
    const runner = fixture.with(languageModel);
    const input = inputOf({ dialogId: fixture.newDialog(), mode: 'QA', text: 'Hi' });
    await expect(runner.run(input, async () => {}, controller.signal)).rejects.toBe(reason);
  });

  test('does not begin when aborted before', async () => {
    const told: AgentEvent[] = [];
    const run = fixture
      .offline()
      .run(
        inputOf({ dialogId: fixture.newDialog(), text: 'hi' }),
        async (event) => void told.push(event),
        AbortSignal.abort('stopped'),
      );
    await expect(run).rejects.toBe('stopped');
    expect(told).toEqual([]);
  });

  test('tells the usage of the call that it cut', async () => {
    const controller = new AbortController();
    const { runner } = fixture.withModel('A long answer that nobody will read to its end [1].');
    const told: AgentEvent[] = [];
    const emit = async (event: AgentEvent) => {
      told.push(event);
      if (event.type === 'delta') controller.abort(new Error('Enough.'));
    };
    const input = inputOf({ dialogId: fixture.newDialog(), mode: 'PROJECT_QA', text: 'How does retry wait?' });
    await expect(runner.run(input, emit, controller.signal)).rejects.toThrow('Enough.');
    expect(told.at(-1)).toMatchObject({ type: 'usage', usage: { llmCalls: 1 } });
  });
});

describe('a turn that has worked for as long as it may', () => {
  const budget = { maxTotalTokens: null, maxSeconds: 2 };
  const used = { promptTokens: 0, completionTokens: 0, embeddingTokens: 0, llmCalls: 0, durationMs: 0 };
  const EXCEEDED = { code: 'BUDGET_EXCEEDED', message: expect.stringMatching(/longer than the 2 s.*MAX_TASK_SECONDS/) };

  test('ends when the call that it was in has ended, which is aborted', async () => {
    let ended = false;
    const languageModel: LanguageModel = {
      provider: 'scripted',
      model: 'scripted-1',
      async *stream(_, signal) {
        yield { text: 'Partial ' };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await new Promise((resolve) => setImmediate(resolve));
        ended = true;
        throw new DOMException('This operation was aborted', 'AbortError');
      },
    };
    const input = inputOf({ dialogId: fixture.newDialog(), mode: 'QA', text: 'Hi', budget, used });
    const told: AgentEvent[] = [];
    const emit = async (event: AgentEvent) => void told.push(event);
    const running = fixture.with(languageModel).run(input, emit, new AbortController().signal);
    await expect(running).rejects.toMatchObject(EXCEEDED);
    expect(ended).toBe(true);
    expect(textOfDeltas(told)).toBe('Partial ');
  });

  test('does not go on in another attempt', async () => {
    const { model, runner } = fixture.withModel('Never said.');
    const spent = { ...used, durationMs: 2_000 };
    const input = inputOf({ dialogId: fixture.newDialog(), mode: 'QA', text: 'Hi', budget, used: spent });
    await expect(runTurn(runner, input)).rejects.toMatchObject(EXCEEDED);
    expect(model.calls).toEqual([]);
  });
});

describe('the usage of a turn that goes on', () => {
  const mode = 'PROJECT_QA';
  const text = 'How does retryWithBackoff wait?';
  const answer = 'It waits twice as long each time [1].';

  test('has the calls of earlier attempts, those after the last checkpoint included', async () => {
    const dialogId = fixture.newDialog();
    const { runner } = fixture.withModel(new Error('The provider is down.'), answer);
    const input = inputOf({ dialogId, mode, text });
    const { events } = await crashTurn(runner, input, () => false);
    expect(events.at(-1)).toMatchObject({ type: 'usage', usage: { llmCalls: 1 } });

    const used = { promptTokens: 0, completionTokens: 0, embeddingTokens: 0, llmCalls: 1, durationMs: 5 };
    const again = await runTurn(runner, { ...input, used });
    const usage = { promptTokens: 100, completionTokens: answer.length, embeddingTokens: 0, llmCalls: 2 };
    expect(again.result.usage).toEqual(usage);
    expect(again.events.filter(({ type }) => type === 'usage').at(-1)).toEqual({ type: 'usage', usage });
  });

  test('counts a checkpointed call once', async () => {
    const dialogId = fixture.newDialog();
    const { runner } = fixture.withModel(answer);
    const input = inputOf({ dialogId, mode, text });
    await crashTurn(runner, input, (event) => event.type === 'step' && event.step === 'verify_citations');
    const usage = { promptTokens: 100, completionTokens: answer.length, embeddingTokens: 0, llmCalls: 1 };
    const again = await runTurn(runner, { ...input, used: { ...usage, durationMs: 5 } });
    expect(again.result.usage).toEqual(usage);
    // And once more, of a turn that had ended.
    const third = await runTurn(runner, { ...input, used: { ...usage, durationMs: 9 } });
    expect(third.result.usage).toEqual(usage);
  });
});
