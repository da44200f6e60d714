import { describe, expect, test } from 'vitest';
import { AgentFixture } from '../../../tests/kit/agent/agent-fixture.js';
import { crashTurn, inputOf, runTurn, stepsOf } from '../../../tests/kit/agent/run-turn.js';
import type { AgentInput } from '../../contracts/agent-runner.js';

const fixture = AgentFixture.use();

const history = [
  { role: 'USER', content: 'What does retryWithBackoff do?' },
  { role: 'ASSISTANT', content: 'It runs the work again after a failure [1].' },
] as const;
const memory = { route: 'PROJECT_QA', question: 'What does retryWithBackoff do?' } as const;

const ask = (changes: Partial<AgentInput> & { text: string }) =>
  inputOf({ dialogId: fixture.newDialog(), mode: 'PROJECT_QA', history, memory, ...changes });

describe('a question that needs the dialog', () => {
  test.each([
    ['Why does it wait longer each time when the work fails?', 'Why does retryWithBackoff wait longer each time?'],
    ['Почему он ждёт всё дольше, когда работа не удаётся?', 'Почему retryWithBackoff ждёт всё дольше?'],
  ])('is searched as the model rewrites it, and answered as it was asked: %s', async (text, query) => {
    const { model, runner } = fixture.withModel(`{"query": "${query}"}`, 'It doubles the wait [1].');
    const { result, events } = await runTurn(runner, ask({ text }));

    expect(stepsOf(events)).toEqual(['router', 'rewrite_question', 'retrieve', 'project_answer', 'verify_citations']);
    expect(fixture.retriever.searches.map((search) => search.query)).toEqual([query]);
    const [rewriting, answering] = model.calls;
    expect(rewriting?.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(rewriting?.at(-1)?.content).toContain(
      '<message from="person">\nWhat does retryWithBackoff do?\n</message>\n<message from="assistant">\nIt runs',
    );
    expect(answering?.at(-1)?.content).toContain(text);
    expect(answering?.at(-1)?.content).not.toContain(query);
    expect(result.usage).toMatchObject({ llmCalls: 2, promptTokens: 200 });
  });

  test.each(['', 'I cannot say.\nReally not.', '{"query": ""}'])(
    'is searched by the rules when the model answers %j',
    async (reply) => {
      const { runner } = fixture.withModel(reply, 'It doubles the wait [1].');
      const { result } = await runTurn(runner, ask({ text: 'why?' }));
      expect(fixture.retriever.searches[0]?.query).toBe('What does retryWithBackoff do?\nwhy?');
      expect(result.usage.llmCalls).toBe(2);
    },
  );

  test('is not rewritten again after a crash', async () => {
    const { model, runner } = fixture.withModel('{"query": "retryWithBackoff wait"}', 'It doubles the wait [1].');
    const input = ask({ text: 'why?' });
    await crashTurn(runner, input, (event) => event.type === 'step' && event.step === 'retrieve');
    const { result } = await runTurn(runner, input);
    expect(model.calls).toHaveLength(2);
    expect(fixture.retriever.searches[0]?.query).toBe('retryWithBackoff wait');
    expect(result.usage.llmCalls).toBe(2);
  });
});

describe('a question is not rewritten', () => {
  test.each([
    ['when it stands on its own', { text: 'How does retryWithBackoff wait?' }],
    ['when it is the first of its dialog', { text: 'why retry?', history: [], memory: null }],
    [
      'when "this" is what was attached',
      {
        text: 'what does this do?',
        attachments: [{ type: 'file', path: 'src/retry.ts', startLine: 1, endLine: 2, unsavedContent: null }] as const,
      },
    ],
  ])('%s', async (_, changes) => {
    const { model, runner } = fixture.withModel('It runs the work again [1].');
    const { events } = await runTurn(runner, ask(changes));
    expect(model.calls).toHaveLength(1);
    expect(stepsOf(events)).not.toContain('rewrite_question');
  });

  test('offline', async () => {
    const { events } = await runTurn(fixture.offline(), ask({ text: 'why?' }));
    expect(stepsOf(events)).not.toContain('rewrite_question');
    expect(fixture.retriever.searches[0]?.query).toBe('What does retryWithBackoff do?\nwhy?');
  });
});
