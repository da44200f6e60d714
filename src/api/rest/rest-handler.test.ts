import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../test-api.js';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi({
    environment: { MAX_REQUEST_BYTES: '4096', MAX_PAGE_SIZE: '20' },
    retriever: { search: () => Promise.reject(new Error('the disk is on fire')) },
  });
});

afterAll(() => api.dispose());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests state what they expect of it.
  readonly body: any;
}

async function send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(api.url + path, { method, ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return send('POST', path, { headers: { 'content-type': 'application/json', ...headers }, body: text });
}

async function sendMessage(): Promise<{ taskId: string; sessionId: string; dialogId: string }> {
  const session = await post('/api/rag/sessions', { project_id: 'shop', files: [] });
  const sessionId = session.body.rag_session_id;
  const dialog = await post('/api/chat/dialogs', { rag_session_id: sessionId });
  const dialogId = dialog.body.dialog_session_id;
  const message = await post('/api/chat/messages', {
    dialog_session_id: dialogId,
    message: 'Why?',
    mode: 'code_change',
  });
  return { taskId: message.body.task_id, sessionId, dialogId };
}

describe('an answer', () => {
  test('to a creation names the new thing and where it is', async () => {
    const { status, headers, body } = await post('/api/rag/sessions', {
      project_id: 'shop',
      files: [{ path: 'src/a.ts', content: 'export {};' }],
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      rag_session_id: expect.stringMatching(/^ses_/),
      index_job_id: expect.stringMatching(/^job_/),
      status: 'queued',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(headers.get('location')).toBe(`/api/rag/sessions/${body.rag_session_id}`);
    const session = await send('GET', headers.get('location') ?? '');
    expect(session.body).toMatchObject({
      project_id: 'shop',
      status: 'indexing',
      active_index_job_id: body.index_job_id,
    });
  });

  test('to the same key and input is the first one, and other input is refused', async () => {
    const key = { 'idempotency-key': 'once' };
    const first = await post('/api/rag/sessions', { project_id: 'a', files: [] }, key);
    const second = await post('/api/rag/sessions', { project_id: 'a', files: [] }, key);
    expect(second.body).toEqual(first.body);
    const other = await post('/api/rag/sessions', { project_id: 'b', files: [] }, key);
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
    const long = await post(
      '/api/rag/sessions',
      { project_id: 'b', files: [] },
      { 'idempotency-key': 'x'.repeat(256) },
    );
    expect(long.body.errors[0].path).toBe('Idempotency-Key');
  });

  test('to a message tells the task, and the task its dialog', async () => {
    const { taskId, sessionId, dialogId } = await sendMessage();
    const task = await send('GET', `/api/tasks/${taskId}`);
    expect(task.body).toMatchObject({
      task_id: taskId,
      dialog_session_id: dialogId,
      rag_session_id: sessionId,
      status: 'queued',
      route: null,
      answer: null,
      citations: [],
      changeset: null,
    });
    const page = await send('GET', `/api/chat/dialogs/${dialogId}/messages?limit=1`);
    expect(page.body).toMatchObject({
      messages: [{ role: 'user', content: 'Why?', task_id: taskId }],
      has_more: false,
    });
    const next = await send('GET', `/api/chat/dialogs/${dialogId}/messages?after=${page.body.next_after}`);
    expect(next.body.messages).toEqual([]);
  });

  test('to a deletion has no body, and then the session is not found', async () => {
    const { sessionId } = await sendMessage();
    expect(await send('DELETE', `/api/rag/sessions/${sessionId}`)).toMatchObject({ status: 204, body: null });
    expect((await send('GET', `/api/rag/sessions/${sessionId}`)).status).toBe(404);
  });
});

describe('a refusal', () => {
  test.each([
    ['GET', '/nope', 404, 'NOT_FOUND'],
    ['GET', '/api/tasks/nonsense', 404, 'NOT_FOUND'],
    ['GET', '/api/tasks/tsk_%00', 404, 'NOT_FOUND'],
    ['GET', '/api/rag/sessions/tsk_01jd7h0000f00r00000000000g', 404, 'NOT_FOUND'],
    ['GET', '/api/events?task_id=tsk_01jd7h0000f00r00000000000g', 404, 'NOT_FOUND'],
    ['GET', '/api/events', 422, 'INVALID_INPUT'],
    ['PUT', '/api/rag/sessions', 405, 'BAD_REQUEST'],
    ['POST', '/healthz', 405, 'BAD_REQUEST'],
  ])('%s %s is %i %s, as a problem', async (method, path, status, code) => {
    const { headers, ...answer } = await send(method, path);
    expect(answer).toMatchObject({ status, body: { status, code, detail: expect.stringMatching(/\w/) } });
    expect(headers.get('content-type')).toBe('application/problem+json');
    if (status === 405) expect(headers.get('allow')).toMatch(/GET|POST/);
  });

  test('of a body names the reason by its status', async () => {
    const path = '/api/rag/sessions';
    expect((await post(path, '{')).status).toBe(400);
    expect((await post(path, '{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(path, '{}', { 'content-encoding': 'br' })).status).toBe(415);
    const large = await post(path, { project_id: 'a', files: [{ path: 'a', content: 'x'.repeat(5_000) }] });
    expect(large).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE', limit: 4096 } });
  });

  test('of a gzip body holds the limit for what it unfolds to', async () => {
    const path = '/api/rag/sessions';
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const fits = gzipSync(JSON.stringify({ project_id: 'a', files: [] }));
    expect((await send('POST', path, { headers, body: fits })).status).toBe(201);
    const bomb = gzipSync(' '.repeat(1_000_000));
    expect((await send('POST', path, { headers, body: bomb })).status).toBe(413);
  });

  test('of fields names each with this contract’s own path', async () => {
    const shape = await post('/api/index/snapshot', { files: [{ path: 1, content: 'x' }] });
    expect(shape.body.errors.map(({ path }: { path: string }) => path)).toEqual(['project_id', 'files[0].path']);
    const domain = await post('/api/rag/sessions', { project_id: 'a', files: [{ path: '../x', content: '' }] });
    expect(domain).toMatchObject({ status: 422, body: { errors: [{ path: 'files[0].path' }] } });
    const { sessionId, dialogId } = await sendMessage();
    const changes = await post(`/api/rag/sessions/${sessionId}/changes`, {
      changed_files: [{ op: 'rename', path: 'a', new_path: '/b' }],
    });
    expect(changes.body.errors[0].path).toBe('changed_files[0].new_path');
    const page = await send('GET', `/api/chat/dialogs/${dialogId}/messages?limit=21`);
    expect(page).toMatchObject({ status: 422, body: { detail: expect.stringContaining('20 (MAX_PAGE_SIZE)') } });
    const mode = await post('/api/chat/messages', { dialog_session_id: dialogId, message: 'x', mode: 'zap' });
    expect(mode.body.detail).toContain('analytics_review');
  });

  test('is not due to fields that nobody knows, but to a key that would protect nothing', async () => {
    const known = { project_id: 'a', files: [] };
    const unknown = { wait: true, idempotency_key: null, files_total: 0 };
    expect((await post('/api/rag/sessions', { ...known, ...unknown })).status).toBe(201);
    expect(await post('/api/rag/sessions', { ...known, idempotency_key: 7 })).toMatchObject({
      status: 422,
      body: {
        code: 'INVALID_INPUT',
        detail: 'idempotency_key: is 7, but is no field of the body. Send it as the header Idempotency-Key.',
      },
    });
  });

  test('of a stale version says which one is current', async () => {
    const { sessionId } = await sendMessage();
    const { status, body } = await post(`/api/rag/sessions/${sessionId}/changes`, {
      changed_files: [],
      base_version: 7,
    });
    expect([status, body.code, body.current_version]).toEqual([409, 'STALE_VERSION', 0]);
  });

  test('for a bug tells only the id of the log entry that has the cause', async () => {
    const { sessionId } = await sendMessage();
    const { status, body } = await post('/internal/rag/retrieve', { rag_session_id: sessionId, query: 'x' });
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('fire');
    const logId = /log id ([\w-]+)/.exec(body.detail)?.[1];
    expect(api.logged.filter((entry) => entry.logId === logId)).toMatchObject([
      { err: { message: 'the disk is on fire' } },
    ]);
  });
});

test('the front page tells where everything is, and what is for everyone of the REST endpoints', async () => {
  const { body } = await send('GET', '/');
  expect(body).toEqual({
    name: 'Agent Backend',
    version: '0.0.0',
    graphql: '/graphql',
    graphiql: '/graphql (in a browser)',
    rest: expect.arrayContaining(['POST /api/rag/sessions', 'GET /api/events', 'GET /api/tasks/{task_id}']),
    health: '/healthz',
    ready: '/readyz',
    metrics: '/metrics',
  });
  expect(body.rest.join()).not.toContain('/internal');
});

test('those who run the server can ask how it is', async () => {
  expect((await send('GET', '/healthz')).body).toEqual({ status: 'ok' });
  expect((await send('GET', '/readyz')).body).toEqual({ status: 'ready' });
  const metrics = await (await fetch(`${api.url}/metrics`)).text();
  expect(metrics).toMatch(/http_requests_total\{method="GET",route="\/healthz",status="200"\} \d+/);
  expect(metrics).toMatch(/^open_streams 0$/m);
});
