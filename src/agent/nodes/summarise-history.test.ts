import { beforeEach, describe, expect, test } from 'vitest';
import { AgentFixture } from '../../../tests/kit/agent/agent-fixture.js';
import { crashTurn, inputOf, runTurn, stepsOf } from '../../../tests/kit/agent/run-turn.js';
import type { HistoryMessage } from '../../contracts/agent-runner.js';
import type { LanguageModel, ModelMessage } from '../../contracts/language-model.js';
import { AgentFailure } from '../../shared/run-errors.js';
import { estimateTokens } from '../model/estimate-tokens.js';

const fixture = AgentFixture.use();
beforeEach(() => {
  fixture.historyTokens = 1_000;
});

/** About 60 tokens each. */
const dialogOf = (messages: number): HistoryMessage[] =>
  Array.from({ length: messages }, (_, index) => ({
    role: index % 2 === 0 ? 'USER' : 'ASSISTANT',
    content: `${index % 2 === 0 ? 'Вопрос' : 'Ответ'} ${index}: ${'слово '.repeat(22)}`,
  }));
const ask = (history: readonly HistoryMessage[], summary: string | null = null) =>
  inputOf({ dialogId: fixture.newDialog(), mode: 'QA', text: 'Что дальше?', history, summary });
const historyOf = (messages: readonly ModelMessage[] = []) => messages.slice(1).map(({ content }) => content);

describe('a dialog longer than its budget', () => {
  test('enters the prompt as a summary of its oldest messages and the newest ones as they are', async () => {
    const { model, runner } = fixture.withModel('Заметки: решено взять retry.', 'Дальше тесты.');
    const { result, events } = await runTurn(runner, ask(dialogOf(30), 'Раньше: проект shop.'));

    expect(stepsOf(events)).toEqual(['router', 'summarise_history', 'general_answer']);
    const [summarising, answering] = model.calls;
    expect(summarising?.at(-1)?.content).toContain('Раньше: проект shop.');
    expect(summarising?.at(-1)?.content).toContain('<message from="person">\nВопрос 0: слово');
    expect(result.summary).toEqual({ text: 'Заметки: решено взять retry.', messages: 22 });
    const told = historyOf(answering);
    expect(told[0]).toMatch(
      /^<earlier_dialog>\nЗаметки: решено взять retry\.\n<\/earlier_dialog>\n\nВопрос 22: слово/u,
    );
    expect(told).toHaveLength(9);
    expect(told.at(-1)).toContain('Что дальше?');
    expect(result.usage.llmCalls).toBe(2);
  });

  test('keeps what became of proposals', async () => {
    const proposal = {
      status: 'REJECTED',
      summary: 'Adds a section.',
      operations: [{ op: 'update', path: 'README.md', decision: 'REJECTED', reason: 'Too long' }],
    } as const;
    const [question, answer, ...rest] = dialogOf(30);
    const history = [question, { ...answer, proposal }, ...rest] as HistoryMessage[];
    const { model, runner } = fixture.withModel('Notes.', 'Next.');
    await runTurn(runner, ask(history));
    expect(model.calls[0]?.at(-1)?.content).toContain(
      '- update "README.md": rejected by the person, with the reason "Too long"',
    );
  });

  test.each([['  '], [new AgentFailure('PROVIDER_REFUSED', 'Not that.')]])(
    'is cut to its newest messages when the model gives no summary: %j',
    async (reply) => {
      const { model, runner } = fixture.withModel(reply, 'Дальше тесты.');
      const { result } = await runTurn(runner, ask(dialogOf(30)));
      expect(result.summary).toBe(null);
      expect(result.answer).toBe('Дальше тесты.');
      expect(result.usage.llmCalls).toBe(2);
      const told = historyOf(model.calls[1]);
      expect(told[0]).toMatch(/^Вопрос 14/u);
      expect(told.slice(0, -1).reduce((sum, text) => sum + estimateTokens(text), 0)).toBeLessThanOrEqual(1_000);
    },
  );

  test('fails with the provider, whom the answer would meet too', async () => {
    const failed = new AgentFailure('PROVIDER_QUOTA', 'The quota is used up.');
    const { failure } = await crashTurn(fixture.withModel(failed).runner, ask(dialogOf(30)), () => false);
    expect(failure).toBe(failed);
  });

  test('is not summed up again after a crash', async () => {
    const { model, runner } = fixture.withModel('Заметки.', 'Дальше тесты.');
    const input = ask(dialogOf(30));
    await crashTurn(runner, input, (event) => event.type === 'step' && event.step === 'general_answer');
    const { result } = await runTurn(runner, input);
    expect(model.calls).toHaveLength(2);
    expect(result.summary?.text).toBe('Заметки.');
  });
});

test('a dialog within its budget costs no call, and one without a model has no summary', async () => {
  const { model, runner } = fixture.withModel('Дальше тесты.');
  const short = await runTurn(runner, ask(dialogOf(10), 'Раньше: проект shop.'));
  expect([model.calls.length, short.result.summary]).toEqual([1, null]);
  expect(historyOf(model.calls[0])[0]).toMatch(/^<earlier_dialog>\nРаньше: проект shop\./u);
  const offline = await runTurn(fixture.offline(), ask(dialogOf(30)));
  expect(stepsOf(offline.events)).toEqual(['router', 'general_answer']);
});

test('a dialog of 500 messages is summed up turn by turn, and no prompt outgrows the budget', async () => {
  const prompts: number[] = [];
  let summaries = 0;
  const model: LanguageModel = {
    provider: 'scripted',
    model: 'scripted-1',
    async *stream(messages) {
      const asked = messages.map(({ content }) => content).join('\n');
      prompts.push(estimateTokens(asked));
      const isSummary = asked.includes('Notes so far:');
      if (isSummary) summaries += 1;
      yield { text: isSummary ? `Заметки ${summaries}.` : 'Дальше тесты.' };
    },
  };
  let history: readonly HistoryMessage[] = dialogOf(500);
  let summary: string | null = null;
  for (let turn = 0; turn < 30; turn += 1) {
    const { result } = await runTurn(fixture.with(model), ask(history, summary));
    history = history.slice(result.summary?.messages ?? 0);
    summary = result.summary?.text ?? summary;
    history = [...history, { role: 'USER', content: 'Что дальше?' }, { role: 'ASSISTANT', content: result.answer }];
  }
  expect(history.length).toBeLessThan(80);
  expect(summary).toBe(`Заметки ${summaries}.`);
  expect(summaries).toBeLessThan(28);
  expect(Math.max(...prompts)).toBeLessThan(2_500);
});
