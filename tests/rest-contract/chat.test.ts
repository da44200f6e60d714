import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../kit/collect.js';
import { RestClient } from '../kit/rest-client.js';
import {
  anId,
  aTime,
  begun,
  expectAnswer,
  expectInvalid,
  expectNotFound,
  expectProblem,
  NO_SUCH,
  sha256,
} from '../kit/rest-shapes.js';
import { disposeServer, startServer } from '../kit/server.js';
import type { ServerProcess } from '../kit/server-process.js';

const CART = [
  '/** Adds up the prices of a cart. */',
  'export function cartTotal(prices: number[]): number {',
  '  return prices.reduce((sum, price) => sum + price, 0);',
  '}',
].join('\n');
const QUESTION = 'Where are the prices of a cart added up?';
const CITATION = {
  marker: 1,
  type: 'file',
  path: 'src/cart.ts',
  start_line: 1,
  end_line: 4,
  content_hash: sha256(`${CART}\n`),
  url: null,
  quote: CART,
  verdict: 'VERIFIED',
};
const OFFLINE_USAGE = {
  prompt_tokens: 0,
  completion_tokens: 0,
  embedding_tokens: 0,
  llm_calls: 0,
  duration_ms: expect.any(Number),
};

let server: ServerProcess;
let rest: RestClient;
let session: string;

beforeAll(async () => {
  server = await startServer();
  rest = new RestClient(server.url);
  session = await index([
    { path: 'src/cart.ts', content: `${CART}\n` },
    { path: 'README.md', content: '# Shop\n\nOrders are paid once.\n' },
  ]);
});

afterAll(() => disposeServer(server));

async function index(files: readonly object[]): Promise<string> {
  const { body } = await rest.post('/api/rag/sessions', { project_id: 'shop', files });
  for await (const _event of rest.events(`/api/index/jobs/${body.index_job_id}/events`));
  return body.rag_session_id;
}

async function openDialog(): Promise<string> {
  return (await rest.post('/api/chat/dialogs', { rag_session_id: session })).body.dialog_session_id;
}

/** Sends a message and watches its task to the end; gives the task as it ended, and its events. */
async function ask(message: object) {
  const { body } = await rest.post('/api/chat/messages', message);
  const events = await collect(rest.events(`/api/events?task_id=${body.task_id}`));
  return { task: await rest.get(`/api/tasks/${body.task_id}`), events };
}

describe('POST /api/chat/dialogs', () => {
  test('opens a dialog about a session', async () => {
    const answer = await rest.post('/api/chat/dialogs', { rag_session_id: session, title: 'The cart' });
    expectAnswer(answer, {
      status: 201,
      body: { dialog_session_id: anId('dlg'), rag_session_id: session, created_at: aTime },
      location: `/api/chat/dialogs/${answer.body.dialog_session_id}/messages`,
    });
    expectAnswer(await rest.get(answer.headers.get('location') ?? ''), {
      status: 200,
      body: { messages: [], next_after: null, has_more: false },
    });
  });

  test('refuses an unknown session and a title that is too long', async () => {
    const unknown = await rest.post('/api/chat/dialogs', { rag_session_id: NO_SUCH.session });
    expectNotFound(unknown, 'RAG session', NO_SUCH.session);
    const long = await rest.post('/api/chat/dialogs', { rag_session_id: session, title: 'x'.repeat(201) });
    expectInvalid(long, { title: /201 characters.*200/ });
  });
});

describe('POST /api/chat/messages', () => {
  test('starts a task whose events, answer and place in the history agree', async () => {
    const dialog = await openDialog();
    const sent = await rest.post('/api/chat/messages', {
      dialog_session_id: dialog,
      rag_session_id: session,
      message: QUESTION,
      mode: 'project_qa',
    });
    const { task_id, message_id } = sent.body;
    expectAnswer(sent, {
      status: 202,
      body: { task_id: anId('tsk'), message_id: anId('msg'), dialog_session_id: dialog, status: begun },
      location: `/api/tasks/${task_id}`,
    });

    const events = (await collect(rest.events(`/api/events?task_id=${task_id}`))).map(({ id, event, data }) => ({
      id,
      event,
      data: JSON.parse(data),
    }));
    const task = await rest.get(`/api/tasks/${task_id}`);
    const deltas = events.filter(({ event }) => event === 'task_delta');
    const { answer } = task.body;
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => String(index + 1)));
    expect(events.filter(({ event }) => event !== 'task_delta').map(({ event, data }) => [event, data])).toEqual([
      ['task_status', { task_id, status: 'queued', queue_position: 1 }],
      ['task_status', { task_id, status: 'running', queue_position: null }],
      ['task_step', { task_id, step: 'router', label: expect.any(String) }],
      ['task_route', { task_id, route: 'project/qa', confidence: 1, reason: null }],
      ['task_step', { task_id, step: 'retrieve', label: expect.any(String) }],
      [
        'task_sources',
        {
          task_id,
          sources: [{ path: 'src/cart.ts', start_line: 1, end_line: 4, content_hash: CITATION.content_hash }],
        },
      ],
      ['task_step', { task_id, step: 'project_answer', label: expect.any(String) }],
      ['task_step', { task_id, step: 'verify_citations', label: expect.any(String) }],
      ['terminal', task.body],
    ]);
    const reply = deltas[0]?.data.message_id;
    for (const { data } of deltas) {
      expect(data).toEqual({ task_id, message_id: reply, offset: expect.any(Number), text: expect.any(String) });
    }
    expect(deltas.reduce((text, { data }) => text.slice(0, data.offset) + data.text, '')).toBe(answer);

    expectAnswer(task, {
      status: 200,
      body: {
        task_id,
        dialog_session_id: dialog,
        rag_session_id: session,
        status: 'done',
        route: 'project/qa',
        result_type: 'answer',
        answer: expect.stringMatching(/`cartTotal` in `src\/cart\.ts:1-4` .*\[1\]/),
        citations: [CITATION],
        changeset: null,
        usage: OFFLINE_USAGE,
        error: null,
        created_at: aTime,
        started_at: aTime,
        finished_at: aTime,
      },
    });
    expectAnswer(await rest.get(`/api/chat/dialogs/${dialog}/messages`), {
      status: 200,
      body: {
        messages: [
          {
            message_id,
            role: 'user',
            content: QUESTION,
            status: 'complete',
            citations: [],
            changeset_id: null,
            task_id,
            created_at: aTime,
          },
          {
            message_id: reply,
            role: 'assistant',
            content: answer,
            status: 'complete',
            citations: [CITATION],
            changeset_id: null,
            task_id,
            created_at: aTime,
          },
        ],
        next_after: expect.any(String),
        has_more: false,
      },
    });
  });

  test.each([
    ['auto', 'project/qa', 'done'],
    [undefined, 'project/qa', 'done'],
    ['project_qa', 'project/qa', 'done'],
    ['analytics_review', 'project/qa', 'done'],
    ['qa', 'default/general', 'done'],
    ['project_edits', 'project/edits', 'error'],
    ['code_change', 'project/edits', 'error'],
    ['docs_generation', 'docs/generation', 'error'],
  ])('in mode %s takes the route %s, and ends %s', async (mode, route, status) => {
    const { task } = await ask({ dialog_session_id: await openDialog(), message: QUESTION, mode });
    expect(task.body).toMatchObject({ route, status });
  });

  test('that needs a language model ends in an error that says how to set one', async () => {
    const dialog = await openDialog();
    const { task, events } = await ask({ dialog_session_id: dialog, message: 'Fix it.', mode: 'project_edits' });
    expectAnswer(task, {
      status: 200,
      body: {
        task_id: anId('tsk'),
        dialog_session_id: dialog,
        rag_session_id: session,
        status: 'error',
        route: 'project/edits',
        result_type: null,
        answer: '',
        citations: [],
        changeset: null,
        usage: OFFLINE_USAGE,
        error: {
          code: 'LLM_NOT_CONFIGURED',
          message: expect.stringMatching(/needs a language model.*OPENAI_BASE_URL.*GIGACHAT_TOKEN/),
          retryable: false,
        },
        created_at: aTime,
        started_at: aTime,
        finished_at: aTime,
      },
    });
    expect(JSON.parse(events.at(-1)?.data ?? '')).toEqual(task.body);
    const history = await rest.get(`/api/chat/dialogs/${dialog}/messages`);
    expect(history.body.messages[1]).toMatchObject({ role: 'assistant', status: 'failed', content: '' });
  });

  test('answers from an attachment, unsaved text included', async () => {
    const content = 'export const taxPercent = 20;\n';
    const attachments = [{ type: 'file', path: 'src/tax.ts', content }];
    const message = 'What is the tax percent in the attached file?';
    const { task } = await ask({ dialog_session_id: await openDialog(), message, mode: 'project_qa', attachments });
    expect(task.body.answer).toContain('taxPercent = 20');
    // Nothing stored vouches for unsaved text.
    const expected = { path: 'src/tax.ts', end_line: 1, quote: content.trim(), verdict: 'UNVERIFIED' };
    expect(task.body.citations).toEqual([{ ...CITATION, ...expected, content_hash: sha256(content) }]);
  });

  test('that waits for an index job sees its files', async () => {
    const dialog = await openDialog();
    const content = '/** The reserved stock of the warehouse. */\nexport const reservedStock = 7;\n';
    const changed = await rest.post(`/api/rag/sessions/${session}/changes`, {
      changed_files: [{ op: 'upsert', path: 'src/stock.ts', content }],
    });
    const { task } = await ask({
      dialog_session_id: dialog,
      message: 'What is the reserved stock of the warehouse?',
      mode: 'project_qa',
      after_index_job_id: changed.body.index_job_id,
    });
    expect(task.body.citations[0]).toMatchObject({ path: 'src/stock.ts', verdict: 'VERIFIED' });
  });

  test('refuses what it cannot answer, by field', async () => {
    const dialog = await openDialog();
    const send = (more: object) =>
      rest.post('/api/chat/messages', { dialog_session_id: dialog, message: 'hello', ...more });
    expectInvalid(await send({ mode: 'sing' }), {
      mode: /^is "sing".* "auto", "project_qa", "project_edits", "docs_generation", "qa", "code_change", "analytics_review"/,
    });
    expectInvalid(await send({ message: ' ' }), { message: /empty/ });
    expectInvalid(await send({ attachments: [{ type: 'file', path: '../x' }] }), {
      'attachments[0].path': /"\.\."/,
    });
    expectInvalid(await send({ attachments: [{ type: 'file', path: 'a.md', start_line: 3, end_line: 2 }] }), {
      'attachments[0].end_line': /3/,
    });
    expectNotFound(await send({ dialog_session_id: NO_SUCH.dialog }), 'dialog', NO_SUCH.dialog);
    expectNotFound(await send({ after_index_job_id: NO_SUCH.job }), 'index job', NO_SUCH.job);
    const other = await index([]);
    expectProblem(await send({ rag_session_id: other }), {
      status: 409,
      code: 'DIALOG_SESSION_MISMATCH',
      detail: new RegExp(`"${dialog}" belongs to the session "${session}"`),
      members: { rag_session_id: session },
    });
    expectProblem(await send({ message: 'x'.repeat(32_001) }), {
      status: 413,
      code: 'PAYLOAD_TOO_LARGE',
      detail: /32001 characters.*32000 \(MAX_MESSAGE_CHARS\)/,
      members: { limit: 32_000, actual: 32_001 },
    });
  });
});

describe('POST /api/tasks/{task_id}/cancel', () => {
  test('leaves a task that has ended as it is', async () => {
    const { task } = await ask({ dialog_session_id: await openDialog(), message: QUESTION, mode: 'project_qa' });
    const { task_id } = task.body;
    expectAnswer(await rest.request('POST', `/api/tasks/${task_id}/cancel`), {
      status: 202,
      body: { task_id, status: 'done' },
      location: `/api/tasks/${task_id}`,
    });
    expectAnswer(await rest.get(`/api/tasks/${task_id}`), { status: 200, body: task.body });
  });

  test('knows no task that does not exist', async () => {
    expectNotFound(await rest.request('POST', `/api/tasks/${NO_SUCH.task}/cancel`), 'task', NO_SUCH.task);
  });
});
