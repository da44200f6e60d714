import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../src/api/test-api.js';
import { RestClient } from '../kit/rest-client.js';
import { anId, aTime, counts, expectAnswer, expectInvalid, expectProblem, NO_SUCH } from '../kit/rest-shapes.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const EMPTY = JSON.stringify({ project_id: 'shop', files: [] });
const FILES = [{ path: 'a.md', content: '# A\n' }];

/** Nothing works off the queue here: what was sent stays queued. */
let api: TestApi;
let rest: RestClient;

beforeAll(async () => {
  api = await openTestApi({
    environment: { MAX_REQUEST_BYTES: '4096', MAX_PAGE_SIZE: '20' },
    retriever: { search: () => Promise.reject(new Error('the disk is on fire')) },
  });
  rest = new RestClient(api.url);
});

afterAll(() => api.dispose());

async function createSession(files: readonly object[] = []): Promise<string> {
  return (await rest.post('/api/rag/sessions', { project_id: 'shop', files })).body.rag_session_id;
}

async function createDialog(session: string): Promise<string> {
  return (await rest.post('/api/chat/dialogs', { rag_session_id: session })).body.dialog_session_id;
}

async function createTask(): Promise<string> {
  const dialog = await createDialog(await createSession());
  const { body } = await rest.post('/api/chat/messages', { dialog_session_id: dialog, message: 'Why?' });
  return body.task_id;
}

describe('every refusal is a problem', () => {
  test.each([
    ['GET', '/nope', 404, 'NOT_FOUND', /There is no endpoint GET \/nope\. .*GET \/ lists/],
    ['POST', '/api', 404, 'NOT_FOUND', /There is no endpoint POST \/api\./],
    ['GET', '/api/tasks', 404, 'NOT_FOUND', /There is no endpoint/],
    ['GET', '/api/tasks/nonsense', 404, 'NOT_FOUND', /no task "nonsense"/, { id: 'nonsense' }],
    ['GET', `/api/tasks/${NO_SUCH.job}`, 404, 'NOT_FOUND', /no task "job_/, { id: NO_SUCH.job }],
    ['GET', '/api/events', 422, 'INVALID_INPUT', /^task_id: is missing/, { errors: expect.any(Array) }],
  ] as const)('%s %s is %i %s', async (method, path, status, code, detail, members?: object) => {
    expectProblem(await rest.request(method, path), { status, code, detail, members });
  });

  const gzip = { ...JSON_TYPE, 'content-encoding': 'gzip' };
  const large = EMPTY + ' '.repeat(4096);
  const limit = { limit: 4096 };
  test.each([
    ['malformed', 400, 'BAD_REQUEST', /not JSON/, '{', JSON_TYPE],
    ['empty', 400, 'BAD_REQUEST', /not JSON/, '', JSON_TYPE],
    ['text', 415, 'BAD_REQUEST', /"text\/plain" .* application\/json/, EMPTY, { 'content-type': 'text/plain' }],
    ['brotli', 415, 'BAD_REQUEST', /"br".*gzip/, EMPTY, { ...JSON_TYPE, 'content-encoding': 'br' }],
    ['no gzip, though it says so', 400, 'BAD_REQUEST', /gzip/, EMPTY, gzip],
    ['too large', 413, 'PAYLOAD_TOO_LARGE', /4096 bytes \(MAX_REQUEST_BYTES\)/, large, JSON_TYPE, limit],
    ['too large once inflated', 413, 'PAYLOAD_TOO_LARGE', /counted after inflating/, gzipSync(large), gzip, limit],
  ] as const)('a body that is %s is %i %s', async (_what, status, code, detail, body, headers, members?: object) => {
    const answer = await rest.request('POST', '/api/rag/sessions', { body, headers });
    expectProblem(answer, { status, code, detail, members });
  });

  test.each([
    ['PUT', '/api/rag/sessions', 'POST'],
    ['POST', `/api/rag/sessions/${NO_SUCH.session}`, 'GET, HEAD, DELETE'],
    ['GET', `/api/rag/sessions/${NO_SUCH.session}/changes`, 'POST'],
    ['DELETE', '/api/chat/dialogs', 'POST'],
    ['PATCH', `/api/tasks/${NO_SUCH.task}`, 'GET, HEAD'],
    ['GET', '/internal/rag/retrieve', 'POST'],
    ['POST', '/api/events', 'GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
  ])('%s %s is 405, and Allow names %s', async (method, path, allow) => {
    const detail = `${method} is not possible here. Allowed: ${allow}.`;
    expectProblem(await rest.request(method, path), { status: 405, code: 'BAD_REQUEST', detail, headers: { allow } });
  });

  test('a base version that is stale, or has jobs pending, is 409 with the current one', async () => {
    const settled = `/api/rag/sessions/${await createSession()}/changes`;
    const pending = `/api/rag/sessions/${await createSession(FILES)}/changes`;
    const stale = { status: 409, code: 'STALE_VERSION', members: { current_version: 0 } };
    const change = (base_version: unknown) => ({ changed_files: [], base_version });
    expectProblem(await rest.post(settled, change(3)), { ...stale, detail: /at version 0, not 3/ });
    expectProblem(await rest.post(pending, change(0)), {
      ...stale,
      detail: /1 index job\(s\) are still pending.*or send no base version\./,
    });
    expectInvalid(await rest.post(settled, change('0')), { base_version: /must be an? (number|int)/ });
    expect((await rest.post(settled, change(0))).status).toBe(202);
  });
});

test('a gzip body is read as what it unfolds to', async () => {
  const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' };
  const answer = await rest.request('POST', '/api/rag/sessions', { body: gzipSync(EMPTY), headers });
  expectAnswer(answer, {
    status: 201,
    body: { rag_session_id: anId('ses'), index_job_id: anId('job'), status: 'done', created_at: aTime },
    location: `/api/rag/sessions/${answer.body.rag_session_id}`,
  });
});

test('a bug is masked, and its log entry named', async () => {
  const rag_session_id = await createSession();
  expectProblem(await rest.post('/internal/rag/retrieve', { rag_session_id, query: 'x' }), {
    status: 500,
    code: 'INTERNAL',
    detail: /^Unexpected error, log id [0-9a-f-]{36}\.$/,
  });
});

describe('Idempotency-Key', () => {
  const session = () => createSession();
  const cases: readonly (readonly [string, () => Promise<{ path: string; body: object; other: object }>])[] = [
    [
      'POST /api/rag/sessions',
      async () => ({
        path: '/api/rag/sessions',
        body: { project_id: 'a', files: FILES },
        other: { project_id: 'b', files: FILES },
      }),
    ],
    [
      'POST /api/rag/sessions/{rag_session_id}/changes',
      async () => ({
        path: `/api/rag/sessions/${await session()}/changes`,
        body: { changed_files: [{ op: 'delete', path: 'a' }] },
        other: { changed_files: [{ op: 'delete', path: 'b' }] },
      }),
    ],
    ...['/api/index', '/internal/rag/index'].flatMap((base) => [
      [
        `POST ${base}/snapshot`,
        async () => ({
          path: `${base}/snapshot`,
          body: { project_id: base, files: FILES },
          other: { project_id: base, files: [] },
        }),
      ] as const,
      [
        `POST ${base}/changes`,
        async () => ({
          path: `${base}/changes`,
          body: { project_id: base, changed_files: [] },
          other: { project_id: base, changed_files: [{ op: 'delete', path: 'b' }] },
        }),
      ] as const,
    ]),
    [
      'POST /api/chat/dialogs',
      async () => {
        const rag_session_id = await session();
        return { path: '/api/chat/dialogs', body: { rag_session_id }, other: { rag_session_id, title: 'Other' } };
      },
    ],
    [
      'POST /api/chat/messages',
      async () => {
        const dialog_session_id = await createDialog(await session());
        return {
          path: '/api/chat/messages',
          body: { dialog_session_id, message: 'Why?' },
          other: { dialog_session_id, message: 'How?' },
        };
      },
    ],
  ];

  test.each(cases)('of %s gives the first answer again, and refuses another request', async (name, prepare) => {
    const { path, body, other } = await prepare();
    const key = { 'idempotency-key': `once ${name}` };
    const first = await rest.post(path, body, key);
    const again = await rest.post(path, body, key);
    expect(first.status).toBeGreaterThanOrEqual(201);
    expectAnswer(again, {
      status: first.status,
      body: first.body,
      location: first.headers.get('location') ?? 'none',
    });
    expect((await rest.post(path, body)).body).not.toEqual(first.body);
    expectProblem(await rest.post(path, other, key), {
      status: 422,
      code: 'IDEMPOTENCY_MISMATCH',
      detail: /^The idempotency key "once .*" was used for another request/,
    });
    expectInvalid(await rest.post(path, body, { 'idempotency-key': 'x'.repeat(256) }), {
      'Idempotency-Key': /256 characters.*255/,
    });
  });

  test('counts for one operation only', async () => {
    const key = { 'idempotency-key': 'shared' };
    const made = await rest.post('/api/rag/sessions', { project_id: 'a', files: [] }, key);
    const dialog = await rest.post('/api/chat/dialogs', { rag_session_id: made.body.rag_session_id }, key);
    expect([made.status, dialog.status]).toEqual([201, 201]);
  });
});

describe('what waits', () => {
  test('as a job tells its place in the queue', async () => {
    const session = await createSession(FILES);
    const path = `/api/rag/sessions/${session}`;
    const changed = await rest.post(`${path}/changes`, { changed_files: [{ op: 'delete', path: 'a.md' }] });
    const { index_job_id } = changed.body;
    expectAnswer(await rest.get(`${path}/jobs/${index_job_id}`), {
      status: 200,
      body: {
        rag_session_id: session,
        index_job_id,
        status: 'queued',
        ...counts({ total_files: 1 }),
        queue_position: 2,
        version: null,
        problems: [],
        problems_total: 0,
        error: null,
        created_at: aTime,
        started_at: null,
        finished_at: null,
      },
    });
    const { body } = await rest.get(path);
    expect(body).toMatchObject({ status: 'indexing', version: 0, active_index_job_id: anId('job') });
    expect(body.active_index_job_id).not.toBe(index_job_id);
  });

  test('as a task has no route, answer or time yet', async () => {
    const task_id = await createTask();
    expectAnswer(await rest.get(`/api/tasks/${task_id}`), {
      status: 200,
      body: {
        task_id,
        dialog_session_id: anId('dlg'),
        rag_session_id: anId('ses'),
        status: 'queued',
        route: null,
        result_type: null,
        answer: null,
        citations: [],
        changeset: null,
        usage: { prompt_tokens: 0, completion_tokens: 0, embedding_tokens: 0, llm_calls: 0, duration_ms: 0 },
        error: null,
        created_at: aTime,
        started_at: null,
        finished_at: null,
      },
    });
  });
});

describe('GET /api/chat/dialogs/{dialog_session_id}/messages', () => {
  test('gives pages, oldest first', async () => {
    const dialog_session_id = await createDialog(await createSession());
    const path = `/api/chat/dialogs/${dialog_session_id}/messages`;
    for (const message of ['one', 'two', 'three']) {
      await rest.post('/api/chat/messages', { dialog_session_id, message });
    }
    const first = await rest.get(`${path}?limit=2`);
    const second = await rest.get(`${path}?limit=2&after=${encodeURIComponent(first.body.next_after)}`);
    const contents = (page: typeof first) => page.body.messages.map(({ content }: { content: string }) => content);
    expect([contents(first), first.body.has_more]).toEqual([['one', 'two'], true]);
    expect([contents(second), second.body.has_more]).toEqual([['three'], false]);
    expectAnswer(await rest.get(`${path}?after=${encodeURIComponent(second.body.next_after)}`), {
      status: 200,
      body: { messages: [], next_after: null, has_more: false },
    });
    expect(contents(await rest.get(path))).toEqual(['one', 'two', 'three']);
    expectInvalid(await rest.get(`${path}?limit=21`), { limit: /20 \(MAX_PAGE_SIZE\)/ });
    expectInvalid(await rest.get(`${path}?limit=0`), { limit: /must be at least 1/ });
    expectInvalid(await rest.get(`${path}?limit=many`), { limit: /number/ });
    expectInvalid(await rest.get(`${path}?after=x`), { after: /"x" is not a cursor/ });
  });
});
