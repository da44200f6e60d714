import { beforeEach, describe, expect, test } from 'vitest';
import { AgentFixture, RETRY } from '../../../tests/kit/agent/agent-fixture.js';
import { hashOf, InMemoryRetriever } from '../../../tests/kit/agent/in-memory-retriever.js';
import { crashTurn, inputOf, runTurn, stepsOf, textOfDeltas } from '../../../tests/kit/agent/run-turn.js';
import type { AgentInput } from '../../contracts/agent-runner.js';

const fixture = AgentFixture.use();
const GUIDE = '# Deployment\r\n\r\nStart the container.\r\n';

beforeEach(() => {
  fixture.retriever = new InMemoryRetriever({ 'src/retry.ts': RETRY, 'docs/deployment.md': GUIDE });
});

const ask = (text: string, changes: Partial<AgentInput> = {}) =>
  inputOf({ dialogId: fixture.newDialog(), mode: 'DOCS_GENERATION', text, ...changes });
const outline = (result: 'files' | 'answer', ...documents: object[]) =>
  JSON.stringify({ result, summary: 'Документация по повторам.', documents });
const retryDocument = { path: 'docs/retry.md', title: 'Повторы', sections: ['Как ждёт'], read: ['src/retry.ts'] };
const written = (content: string) => `<document>\n${content}\n</document>`;

describe('documents as files', () => {
  test('are planned, written from the files that the plan names, checked, and told of with citations', async () => {
    const { model, runner } = fixture.withModel(
      outline('files', retryDocument, { path: './docs/deployment.md', title: 'Развёртывание', read: ['src/retry.ts'] }),
      written('# Повторы\n\n`retryWithBackoff` ждёт вдвое дольше.'),
      written('# Deployment\n\nStart the container and wait.'),
      'Написаны два документа. Ожидание удваивается [1].',
    );
    const { result, events } = await runTurn(runner, ask('Напиши документацию о повторах: retryWithBackoff'));

    const [create, update] = result.changeset?.operations ?? [];
    expect(create).toMatchObject({
      op: 'create',
      path: 'docs/retry.md',
      content: '# Повторы\n\n`retryWithBackoff` ждёт вдвое дольше.\n',
      rationale: 'Повторы',
    });
    const content = '# Deployment\r\n\r\nStart the container and wait.\r\n';
    expect(update).toMatchObject({
      op: 'update',
      path: 'docs/deployment.md',
      content,
      baseHash: hashOf(GUIDE),
      resultHash: hashOf(content),
    });
    expect(result.changeset).toMatchObject({ summary: 'Документация по повторам.', baseVersion: 1 });
    expect(result.answer).toBe('Написаны два документа. Ожидание удваивается [1].');
    expect(textOfDeltas(events)).toBe(result.answer);
    expect(result.citations).toMatchObject([{ marker: 1, source: { path: 'src/retry.ts' }, verdict: 'VERIFIED' }]);
    expect(stepsOf(events)).toEqual([
      ...['router', 'retrieve', 'docs_outline', 'docs_sources'],
      ...['docs_generation', 'docs_generation', 'docs_generation', 'docs_generation'],
      ...['docs_checks', 'docs_execution_summary', 'verify_citations'],
    ]);
    expect(events).toContainEqual({
      type: 'step',
      step: 'docs_generation',
      label: 'Writing docs/deployment.md (2 of 2)',
    });
    const [planning, first, second, telling] = model.calls.map((messages) => messages.at(-1)?.content ?? '');
    expect(planning).toContain('docs/deployment.md\nsrc/retry.ts');
    expect(first).toContain('export async function retryWithBackoff');
    expect(second).toContain('Present text:\n# Deployment');
    expect(telling).toContain('<document path="docs/retry.md">\nПовторы\na new file, waits for a review');
    expect(result.usage.llmCalls).toBe(4);
  });

  test.each([
    ['src/retry.ts', 'policy'],
    ['config/app.yaml', 'policy'],
    ['requirements.txt', 'policy'],
    ['../outside.md', 'path'],
    ['/etc/motd.md', 'path'],
    ['.git/description.md', 'path'],
    ['Docs/Deployment.md', 'path'],
  ])('are never proposed for %s, and nothing is spent on writing them', async (path, check) => {
    const { model, runner } = fixture.withModel(
      outline('files', { path, title: 'X' }, retryDocument),
      written('# Retry'),
      'One document; the other is not allowed.',
    );
    const { result } = await runTurn(runner, ask('Write documentation of retryWithBackoff'));
    expect(result.changeset?.operations.map((operation) => operation.path)).toEqual(['docs/retry.md']);
    expect(result.changeset?.checks).toContainEqual(
      expect.objectContaining({ path, name: check, status: 'FAIL', message: expect.any(String) }),
    );
    expect(model.calls).toHaveLength(3);
    expect(model.calls[2]?.at(-1)?.content).toContain('not proposed: ');
  });

  test('with a secret are not proposed, and the answer can say so', async () => {
    const key = ['-----BEGIN RSA PRIVATE', 'KEY-----'].join(' ');
    const body = Array.from({ length: 6 }, (_, line) => hashOf(`key ${line}`)).join('\n');
    const { model, runner } = fixture.withModel(
      outline('files', retryDocument),
      written(`# Retry\n\n${key}\n${body}\n${key.replace('BEGIN', 'END')}`),
      'Nothing is proposed.',
    );
    const { result } = await runTurn(runner, ask('Write documentation of retryWithBackoff'));
    expect(result.changeset).toBe(null);
    expect(model.calls.at(-1)?.at(-1)?.content).toContain('not proposed: Line');
  });

  test('are asked for once more when the reply is none, and left out when it is none again', async () => {
    const { model, runner } = fixture.withModel(
      outline('files', retryDocument, { ...retryDocument, path: 'docs/second.md' }),
      'Sure, I will write it.',
      written('# Retry'),
      'Sure.',
      'I said sure.',
      'One of two was written.',
    );
    const { result } = await runTurn(runner, ask('Write documentation of retryWithBackoff'));
    expect(model.calls[2]?.at(-1)?.content).toContain('The document did not stand between <document> tags.');
    expect(result.changeset?.operations.map(({ path }) => path)).toEqual(['docs/retry.md']);
    expect(result.changeset?.checks).toContainEqual({
      name: 'parses',
      status: 'FAIL',
      message: 'The model did not write it. The document did not stand between <document> tags.',
      path: 'docs/second.md',
    });
    expect(result.usage.llmCalls).toBe(6);
  });

  test('that are longer than one reply are gone on with', async () => {
    const { runner } = fixture.withModel(
      outline('files', retryDocument),
      { cut: '<document>\n# Retry\n\nIt waits ' },
      'twice as long.\n</document>',
      'Written.',
    );
    const { result } = await runTurn(runner, ask('Write documentation of retryWithBackoff'));
    expect(result.changeset?.operations[0]).toMatchObject({ content: '# Retry\n\nIt waits twice as long.\n' });
  });

  test('are not written again after a crash, wherever it comes', async () => {
    for (const step of ['docs_sources', 'docs_generation', 'docs_checks', 'docs_execution_summary'] as const) {
      const { model, runner } = fixture.withModel(outline('files', retryDocument), written('# Retry'), 'Written [1].');
      const input = ask('Write documentation of retryWithBackoff');
      await crashTurn(runner, input, (event) => event.type === 'step' && event.step === step);
      const { result } = await runTurn(runner, input);
      expect([step, model.calls.length, result.usage.llmCalls]).toEqual([step, 3, 3]);
      expect(result.changeset?.operations).toHaveLength(1);
    }
  });
});

describe('a text for the chat', () => {
  test.each([
    ['Explain the architecture of retryWithBackoff in one page here', 'It runs the work again [1].'],
    ['Опиши здесь в чате, как устроен retryWithBackoff, без файлов', 'Он запускает работу снова [1].'],
  ])('is an answer with verified citations and no changeset: %s', async (text, reply) => {
    const { model, runner } = fixture.withModel(outline('answer', { ...retryDocument, path: 'docs/x.md' }), reply);
    const { result, events } = await runTurn(runner, ask(text));
    expect(result).toMatchObject({ answer: reply, changeset: null, version: 1 });
    expect(result.citations).toMatchObject([{ marker: 1, source: { path: 'src/retry.ts' }, verdict: 'VERIFIED' }]);
    expect(stepsOf(events)).toEqual([
      ...['router', 'retrieve', 'docs_outline', 'docs_sources', 'docs_answer', 'verify_citations'],
    ]);
    expect(model.calls[1]?.at(-1)?.content).toContain('"sections":["Как ждёт"]');
  });
});

describe('an outline', () => {
  test('that is none is asked for once more, then the turn fails', async () => {
    const { model, runner } = fixture.withModel('I would write docs/a.md', '{"result": "files", "documents": []}');
    const { failure } = await crashTurn(runner, ask('Write documentation of retryWithBackoff'), () => false);
    expect(failure).toMatchObject({ code: 'BAD_MODEL_OUTPUT', retryable: true });
    expect(model.calls[1]?.at(-1)?.content).toContain('It was not one JSON object.');
  });

  test('sees what was attached and the dialog before, with what became of proposals', async () => {
    const proposal = {
      status: 'REJECTED',
      summary: 'A guide.',
      operations: [{ op: 'create', path: 'docs/a.md', decision: 'REJECTED', reason: 'Too long' }],
    } as const;
    const history = [
      { role: 'USER', content: 'Write a guide' },
      { role: 'ASSISTANT', content: 'Done.', proposal },
    ] as const;
    const attachments = [
      { type: 'file', path: 'notes.md', startLine: null, endLine: null, unsavedContent: 'Keep it short.\n' },
    ] as const;
    const { model, runner } = fixture.withModel(outline('files', retryDocument), written('# Retry'), 'Written.');
    await runTurn(runner, ask('Write documentation of retryWithBackoff', { history, attachments }));
    const planning = model.calls[0]?.map(({ content }) => content).join('\n');
    expect(planning).toContain('create "docs/a.md": rejected by the person, with the reason "Too long"');
    expect(planning).toContain('Keep it short.');
  });
});

test('nothing of one turn’s documents reaches the next', async () => {
  const dialogId = fixture.newDialog();
  const { runner } = fixture.withModel(outline('files', retryDocument), written('# Retry'), 'Written.', 'Hello.');
  await runTurn(runner, ask('Write documentation of retryWithBackoff', { dialogId, taskId: 'tsk_a' }));
  const next = await runTurn(runner, ask('Hi', { dialogId, taskId: 'tsk_b', mode: 'QA' }));
  expect(next.result).toMatchObject({ answer: 'Hello.', changeset: null });
});

test('before anything is indexed the answer says so', async () => {
  fixture.retriever = new InMemoryRetriever({}, 0);
  const { model, runner } = fixture.withModel();
  const { result } = await runTurn(runner, ask('Write a README for this project'));
  expect(result.answer).toMatch(/^Nothing is indexed in this session yet/);
  expect(model.calls).toEqual([]);
});
