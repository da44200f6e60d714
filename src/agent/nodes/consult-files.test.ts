import { beforeEach, describe, expect, test } from 'vitest';
import { AgentFixture } from '../../../tests/kit/agent/agent-fixture.js';
import { InMemoryRetriever } from '../../../tests/kit/agent/in-memory-retriever.js';
import { crashTurn, inputOf, runTurn, stepsOf, textOfDeltas } from '../../../tests/kit/agent/run-turn.js';
import type { AgentEvent } from '../../contracts/agent-runner.js';

const fixture = AgentFixture.use();
const LIMITS = `# Limits\n\n${'Filler.\n'.repeat(300)}MAX_BODY=17\n`;

beforeEach(() => {
  fixture.retriever = new InMemoryRetriever({
    'src/server.ts': 'export function startServer() {\n  listen(15000);\n}\n',
    'config/limits.env.md': LIMITS,
    'logo.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]),
  });
});

const ask = (text: string) => inputOf({ dialogId: fixture.newDialog(), mode: 'PROJECT_QA', text });
const requests = (...each: object[]) => JSON.stringify({ requests: each });
const progressOf = (events: readonly AgentEvent[]) =>
  events.flatMap((event) => (event.type === 'step' && event.step === 'consult_files' ? [event.label] : []));

describe('a question that the search hardly covers', () => {
  test('is answered from what the model looks up, which is cited like any passage', async () => {
    const { model, runner } = fixture.withModel(
      requests({ tool: 'list', prefix: '' }, { tool: 'grep', text: 'max_body|MAX_SIZE', prefix: '/config/' }),
      requests({ tool: 'read', path: './src/server.ts', start: '2', end: 2 }),
      'Bodies have at most 17 bytes [1]. It listens on 15000 [2].',
    );
    const { result, events } = await runTurn(runner, ask('Какой наибольший размер у тела запроса?'));

    expect(result.citations).toMatchObject([
      { marker: 1, source: { path: 'config/limits.env.md', endLine: 303 }, verdict: 'VERIFIED' },
      { marker: 2, source: { path: 'src/server.ts', startLine: 2, endLine: 2 }, quote: '  listen(15000);' },
    ]);
    expect(fixture.retriever.lineSearches).toMatchObject([
      { texts: ['max_body', 'MAX_SIZE'], pathPrefix: 'config/', ownerId: 'local', sessionId: 'ses_1' },
    ]);
    const [, second, answering] = model.calls.map((messages) => messages.at(-1)?.content ?? '');
    expect(second).toContain('config/limits.env.md\nlogo.png (cannot be read: BINARY)\nsrc/server.ts');
    expect(second).toContain('<passage n="1" path="config/limits.env.md" lines="300-303">');
    expect(answering).toContain('<passage n="2" path="src/server.ts" lines="2-2">');
    expect(model.calls[2]?.[0]?.content).toContain('looked into: no.');
    expect(progressOf(events)).toEqual([
      'Looking into the files',
      'Listing the files under ""',
      'Looking for "max_body|MAX_SIZE" under "config/"',
      'Looking into the files',
      'Reading src/server.ts',
    ]);
    expect(events.filter((event) => event.type === 'sources').at(-1)).toMatchObject({
      sources: [{ path: 'config/limits.env.md' }, { path: 'src/server.ts' }],
    });
    expect(result.usage.llmCalls).toBe(3);
  });

  test.each(['{"enough": true}', 'I have no idea.', requests({ tool: 'fetch', url: 'http://evil.example/' })])(
    'is answered at once when the model answers %s',
    async (reply) => {
      const { model, runner } = fixture.withModel(reply, 'Nothing says so.');
      const { result } = await runTurn(runner, ask('Quantum teleporter calibration?'));
      expect([result.answer, model.calls.length]).toEqual(['Nothing says so.', 2]);
    },
  );

  test('may be looked into twice with three requests each, and no more', async () => {
    const eager = requests(...Array(9).fill({ tool: 'grep', text: 'server', prefix: '' }));
    const { model, runner } = fixture.withModel(eager, eager, 'So be it.');
    await runTurn(runner, ask('Quantum teleporter calibration?'));
    expect(model.calls).toHaveLength(3);
    expect(fixture.retriever.lineSearches).toHaveLength(6);
  });

  test('gets no more of the files than a prompt can hold', async () => {
    const line = `${'needle '.repeat(20)}\n`;
    const files = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`docs/${index}.md`, line.repeat(400)] as const),
    );
    fixture.retriever = new InMemoryRetriever(files);
    const reads = [0, 1, 2].map((index) => ({ tool: 'read', path: `docs/${index}.md` }));
    const more = [3, 4, 5].map((index) => ({ tool: 'read', path: `docs/${index}.md` }));
    const { model, runner } = fixture.withModel(requests(...reads), requests(...more), 'Much.');
    await runTurn(runner, ask('Quantum teleporter calibration?'));
    expect(model.calls[2]?.at(-1)?.content.length).toBeLessThan(34_000);
  });

  test('says what a request did not find', async () => {
    const { model, runner } = fixture.withModel(
      requests(
        { tool: 'read', path: '../../etc/passwd' },
        { tool: 'read', path: 'logo.png' },
        { tool: 'grep', text: 'x' },
      ),
      requests({ tool: 'read', path: 'src/server.ts', start: 9 }, { tool: 'list', prefix: 'none/' }),
      'Nothing.',
    );
    await runTurn(runner, ask('Quantum teleporter calibration?'));
    const results = model.calls[1]?.at(-1)?.content ?? '';
    expect(results.match(/There is no such file that can be read\./g)).toHaveLength(2);
    expect(results).toContain('That is too short to look for.');
    expect(model.calls[2]?.at(-1)?.content).toContain('Passages:\n(none)');
  });

  test('does not ask the model again for what was checkpointed before a crash', async () => {
    const { model, runner } = fixture.withModel(
      requests({ tool: 'grep', text: 'MAX_BODY' }),
      '{"enough": true}',
      'At most 17 [1].',
    );
    const input = ask('Какой наибольший размер у тела запроса?');
    await crashTurn(runner, input, (event) => event.type === 'step' && event.step === 'project_answer');
    const { result } = await runTurn(runner, input);
    expect(model.calls).toHaveLength(3);
    expect(result.citations).toMatchObject([{ marker: 1, verdict: 'VERIFIED' }]);
    expect(result.usage.llmCalls).toBe(3);
  });
});

describe('a question that the search covers', () => {
  const text = 'How does startServer listen?';

  test('costs one call', async () => {
    const { model, runner } = fixture.withModel('On 15000 [1].');
    const { events } = await runTurn(runner, ask(text));
    expect(model.calls).toHaveLength(1);
    expect(stepsOf(events)).toEqual(['router', 'retrieve', 'project_answer', 'verify_citations']);
    expect(model.calls[0]?.[0]?.content).toContain('looked into: yes.');
  });

  test('is looked into when the model asks for it in place of an answer, of which nothing is told', async () => {
    const { model, runner } = fixture.withModel(
      'NEED_FILES: config/limits.env.md',
      requests({ tool: 'grep', text: 'MAX_BODY' }),
      '{"enough": true}',
      'At most 17 [2].',
    );
    const { result, events } = await runTurn(runner, ask(text));
    expect([result.answer, textOfDeltas(events)]).toEqual(['At most 17 [2].', 'At most 17 [2].']);
    expect(result.citations).toMatchObject([{ marker: 2, source: { path: 'config/limits.env.md' } }]);
    expect(model.calls).toHaveLength(4);
  });

  test('says that nothing was found when the model asks again', async () => {
    const { runner } = fixture.withModel('NEED_FILES', '{"enough": true}', 'NEED_FILES');
    const { result, events } = await runTurn(runner, ask('Как startServer слушает порт? listen'));
    expect(result.answer).toMatch(/^Файлы проекта просмотрены/);
    expect(textOfDeltas(events)).toBe(result.answer);
    expect(result.citations).toEqual([]);
  });
});

test('offline nothing is looked into', async () => {
  const { events } = await runTurn(fixture.offline(), ask('Quantum teleporter calibration?'));
  expect(stepsOf(events)).not.toContain('consult_files');
});
