import { describe, expect, test } from 'vitest';
import { AgentFixture, RETRY } from '../../tests/kit/agent/agent-fixture.js';
import { InMemoryRetriever } from '../../tests/kit/agent/in-memory-retriever.js';
import { crashTurn, inputOf, runTurn, stepsOf, textOfDeltas } from '../../tests/kit/agent/run-turn.js';
import type { AgentInput } from '../contracts/agent-runner.js';
import { AgentFailure } from '../shared/run-errors.js';

const fixture = AgentFixture.use();

describe('a question about the project, offline', () => {
  test('is answered with the closest lines, told in order and cited as they are stored', async () => {
    const input = inputOf({ dialogId: fixture.newDialog(), text: 'How does retryWithBackoff wait after a failure?' });
    const { result, events } = await runTurn(fixture.offline(), input);

    expect(result.answer).toBe(
      [
        '`retryWithBackoff` in `src/retry.ts:1-11` is the closest match [1].',
        '**[1]** `src/retry.ts:1-11` · `retryWithBackoff`',
        `\`\`\`typescript\n${RETRY.trimEnd()}\n\`\`\``,
        'No language model wrote this: it quotes what the search found. To have answers written, configure a language model: LLM_PROVIDER=openai + OPENAI_BASE_URL + OPENAI_MODEL (OpenAI-compatible) / GIGACHAT_TOKEN (GigaChat).',
      ].join('\n\n'),
    );
    expect(result.citations).toEqual([
      {
        marker: 1,
        source: {
          type: 'file',
          path: 'src/retry.ts',
          startLine: 1,
          endLine: 11,
          contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
          version: 1,
        },
        quote: RETRY.trimEnd(),
        verdict: 'VERIFIED',
      },
    ]);
    expect(result).toMatchObject({ version: 1, routing: { route: 'PROJECT_QA', source: 'RULES' } });
    expect(events.filter((event) => event.type !== 'delta').map((event) => event.type)).toEqual(
      ['step', 'routed', 'step', 'sources', 'step', 'step'], // router, retrieve, project_answer, verify_citations
    );
    expect(stepsOf(events)).toEqual(['router', 'retrieve', 'project_answer', 'verify_citations']);
    expect(textOfDeltas(events)).toBe(result.answer);
    expect(events.filter((event) => event.type === 'delta').length).toBeGreaterThan(10);
  });

  test('waits for each event to be taken before the next', async () => {
    let open = 0;
    let most = 0;
    const emit = async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
    };
    await fixture
      .offline()
      .run(inputOf({ dialogId: fixture.newDialog(), text: 'retry' }), emit, new AbortController().signal);
    expect(most).toBe(1);
  });

  test('sees nothing of the passages of the turn before', async () => {
    const dialogId = fixture.newDialog();
    const runner = fixture.offline();
    const first = await runTurn(
      runner,
      inputOf({ dialogId, taskId: 'tsk_a', text: 'How does retryWithBackoff wait?' }),
    );
    const second = await runTurn(runner, inputOf({ dialogId, taskId: 'tsk_b', text: 'zebra', mode: 'PROJECT_QA' }));

    expect(first.result.citations).toHaveLength(1);
    expect(second.result.citations).toEqual([]);
    expect(second.events).toContainEqual({ type: 'sources', sources: [] });
    expect(second.result.answer).toContain('Nothing in the indexed files is close to this question.');
  });

  test('keeps the checkpoints of a dialog from growing with its turns', async () => {
    const dialogId = fixture.newDialog();
    const rows: number[] = [];
    for (const taskId of ['tsk_a', 'tsk_b', 'tsk_c']) {
      await runTurn(fixture.offline(), inputOf({ dialogId, taskId, text: 'How does retryWithBackoff wait?' }));
      rows.push(await checkpointRows(dialogId));
    }
    expect(rows[0]).toBeGreaterThan(0);
    expect(rows).toEqual([rows[0], rows[0], rows[0]]);
  });

  test('leaves nothing behind when its dialog is forgotten', async () => {
    const dialogId = fixture.newDialog();
    await runTurn(fixture.offline(), inputOf({ dialogId, text: 'How does retryWithBackoff wait?' }));
    await fixture.offline().forget(dialogId);
    expect(await checkpointRows(dialogId)).toBe(0);
  });
});

describe('a question with an attached file', () => {
  const guide = {
    type: 'file',
    startLine: null,
    endLine: null,
    path: 'docs/deployment.md',
    unsavedContent: null,
  } as const;
  const text = 'Which port does the firewall open?';

  test('is answered from that file first, which the search does not repeat', async () => {
    const input = inputOf({ dialogId: fixture.newDialog(), text, attachments: [guide] });
    const { result, events } = await runTurn(fixture.offline(), input);
    expect(stepsOf(events)).toEqual(['router', 'read_attachments', 'retrieve', 'project_answer', 'verify_citations']);
    expect(result.answer).toMatch(
      /^In the attached file, the lines closest to the question are `docs\/deployment\.md:1-3`/,
    );
    expect(result.citations).toMatchObject([{ marker: 1, source: { path: guide.path }, verdict: 'VERIFIED' }]);
  });

  test('may be asked apart from the project, and is cited', async () => {
    const unsaved = { ...guide, unsavedContent: '# Ports\n\nOpen port 15000.\n' };
    const input = inputOf({ dialogId: fixture.newDialog(), text, mode: 'QA', attachments: [unsaved] });
    const { result, events } = await runTurn(fixture.withModel('Port 15000 [1].').runner, input);
    expect(stepsOf(events)).toEqual(['router', 'read_attachments', 'general_answer', 'verify_citations']);
    expect(result.citations).toMatchObject([
      { marker: 1, source: { unsaved: true }, quote: '# Ports\n\nOpen port 15000.', verdict: 'UNVERIFIED' },
    ]);
    expect(fixture.retriever.searches).toEqual([]);
  });
});

test('before anything is indexed the answer says so and what to do', async () => {
  fixture.retriever = new InMemoryRetriever({}, 0);
  const question = { dialogId: fixture.newDialog(), text: 'Где читается конфигурация?' };
  const { result, events } = await runTurn(fixture.offline(), inputOf(question));
  expect(result.answer).toBe(
    'В этой сессии ещё ничего не проиндексировано, отвечать не по чему. Загрузите файлы проекта, дождитесь конца индексации и спросите снова.',
  );
  expect(textOfDeltas(events)).toBe(result.answer);
  expect(result).toMatchObject({ version: 0, citations: [] });
});

describe('a route that needs a language model', () => {
  test.each([
    ['PROJECT_EDITS', 'Fix the typo in README.md'],
    ['DOCS_GENERATION', 'напиши документацию по модулю очереди'],
  ])('%s fails offline and says how to configure one', async (route, text) => {
    const input = inputOf({ dialogId: fixture.newDialog(), text });
    const { failure, events } = await crashTurn(fixture.offline(), input, () => false);
    expect(failure).toBeInstanceOf(AgentFailure);
    expect(failure).toMatchObject({ code: 'LLM_NOT_CONFIGURED', retryable: false });
    expect((failure as Error).message).toMatch(/OPENAI_BASE_URL.*GIGACHAT_TOKEN/);
    expect(events).toContainEqual({ type: 'routed', routing: expect.objectContaining({ route }) });
  });
});

describe('routing', () => {
  const memory = { route: 'DEFAULT_GENERAL', question: 'What is the capital of France?' } as const;
  const cases: [string, Partial<AgentInput> & { text: string }, object][] = [
    ['by an explicit mode', { text: 'hi', mode: 'PROJECT_QA' }, { route: 'PROJECT_QA', source: 'MODE' }],
    ['by the mode QA', { text: 'retryWithBackoff', mode: 'QA' }, { route: 'DEFAULT_GENERAL', source: 'MODE' }],
    ['by the rules', { text: 'How do I add a route?' }, { route: 'PROJECT_QA', source: 'RULES' }],
    ['by the context', { text: 'а почему?', memory }, { route: 'DEFAULT_GENERAL', source: 'CONTEXT' }],
    [
      'not by the context of another topic',
      { text: 'Where is the port opened in the firewall?', memory },
      { route: 'PROJECT_QA', source: 'RULES' },
    ],
  ];
  test.each(cases)('is decided %s', async (_, input, routing) => {
    const { result } = await runTurn(fixture.offline(), inputOf({ dialogId: fixture.newDialog(), ...input }));
    expect(result.routing).toMatchObject(routing);
  });

  test('searches a follow-up together with the question that it takes up', async () => {
    const question = { route: 'PROJECT_QA', question: 'How does retryWithBackoff wait?' } as const;
    const { result } = await runTurn(
      fixture.offline(),
      inputOf({ dialogId: fixture.newDialog(), text: 'а почему?', memory: question }),
    );
    expect(fixture.retriever.searches[0]?.query).toBe('How does retryWithBackoff wait?\nа почему?');
    expect(result.answer).toMatch(/^Ближе всего к вопросу `retryWithBackoff` в `src\/retry\.ts:1-11` \[1\]\./);
  });

  test('asks the model where there is one, and counts the call', async () => {
    const { runner } = fixture.withModel(
      'Sure: ```json\n{"route": "DEFAULT_GENERAL", "confidence": 0.7, "reason": "Small talk."}\n```',
      'Bonjour.',
    );
    const { result } = await runTurn(
      runner,
      inputOf({ dialogId: fixture.newDialog(), text: 'Say something in French' }),
    );
    expect(result.routing).toEqual({
      route: 'DEFAULT_GENERAL',
      source: 'MODEL',
      confidence: 0.7,
      reason: 'Small talk.',
    });
    expect(result.answer).toBe('Bonjour.');
    expect(result.usage).toMatchObject({ promptTokens: 200, llmCalls: 2 });
  });

  test.each(['I would say PROJECT_QA', '{"route": "EVERYTHING", "confidence": 2}'])(
    'falls back to the rules when the model answers %s',
    async (reply) => {
      const { runner } = fixture.withModel(reply, 'It waits [1].');
      const { result } = await runTurn(
        runner,
        inputOf({ dialogId: fixture.newDialog(), text: 'How does retry wait?' }),
      );
      expect(result.routing).toMatchObject({ route: 'PROJECT_QA', source: 'RULES' });
    },
  );
});

async function checkpointRows(dialogId: string): Promise<number> {
  const { rows } = await fixture.pool.query(
    `select (select count(*) from langgraph.checkpoints where thread_id = $1)
          + (select count(*) from langgraph.checkpoint_blobs where thread_id = $1)
          + (select count(*) from langgraph.checkpoint_writes where thread_id = $1) as n`,
    [dialogId],
  );
  return Number(rows[0]?.n);
}
