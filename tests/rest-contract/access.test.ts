import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../src/api/test-api.js';
import { RestClient } from '../kit/rest-client.js';
import { expectNotFound, expectProblem } from '../kit/rest-shapes.js';

const ANN = 'token-of-ann-0123456789';
const BOB = 'token-of-bob-0123456789';
const INTERNAL = 'token-of-internal-0123';
const API_TOKENS = `ann:${ANN},bob:${BOB}`;

const UNAUTHENTICATED = {
  status: 401,
  code: 'UNAUTHENTICATED',
  detail: /API_TOKENS/,
  headers: { 'www-authenticate': 'Bearer' },
};
const FORBIDDEN = { status: 403, code: 'FORBIDDEN', detail: /^This is for trusted services only.*INTERNAL_TOKEN/ };

let api: TestApi;

/** A client that sends this token; none when null. */
function as(token: string | null, headers: Readonly<Record<string, string>> = {}): RestClient {
  return new RestClient(api.url, { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers });
}

function serve(environment: Readonly<Record<string, string>>): void {
  beforeAll(async () => {
    api = await openTestApi({ environment });
  });
  afterAll(() => api.dispose());
}

function snapshot(rest: RestClient, owner = '') {
  return rest.post(`/internal/rag/index/snapshot${owner}`, { project_id: 'shop', files: [] });
}

function create(rest: RestClient) {
  return rest.post('/api/rag/sessions', { project_id: 'shop', files: [] });
}

/** `fetch` does not let a client choose its Host header. */
function statusUnderHost(path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(api.url + path, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

describe('without tokens', () => {
  serve({});

  test('everyone on this machine is the owner local, and may use the internal API', async () => {
    expect((await create(as(null))).status).toBe(201);
    const internal = await snapshot(as(null));
    expect(internal.status).toBe(202);
    expect((await as(null).get(`/api/rag/sessions/${internal.body.rag_session_id}`)).status).toBe(200);
  });

  test('the internal API acts as the owner that it is told', async () => {
    const { body } = await snapshot(as(null), '?owner=ann');
    expectNotFound(await as(null).get(`/api/rag/sessions/${body.rag_session_id}`), 'RAG session', body.rag_session_id);
    const path = `/internal/rag/index/jobs/${body.index_job_id}`;
    expect((await as(null).get(`${path}?owner=ann`)).status).toBe(200);
    expectNotFound(await as(null).get(path), 'index job', body.index_job_id);
  });

  test.each([
    ['X-Forwarded-For', '10.0.0.1'],
    ['X-Forwarded-Host', 'localhost'],
    ['Forwarded', 'for=10.0.0.1'],
  ])('the internal API answers nobody behind a proxy, which says %s', async (name, value) => {
    expectProblem(await snapshot(as(null, { [name]: value })), FORBIDDEN);
    expect((await create(as(null, { [name]: value }))).status).toBe(201);
  });

  test('a request under another machine’s name is answered nowhere', async () => {
    expect(await statusUnderHost('/api/tasks/x', 'rebound.example')).toBe(403);
    expect(await statusUnderHost('/internal/rag/index/jobs/x', 'rebound.example')).toBe(403);
    expect(await statusUnderHost('/api/tasks/x', 'localhost:1')).toBe(404);
    expect(await statusUnderHost('/internal/rag/index/jobs/x', 'localhost:1')).toBe(404);
  });
});

describe('with INTERNAL_TOKEN', () => {
  serve({ INTERNAL_TOKEN: INTERNAL });

  test('the internal API needs it, also on this machine', async () => {
    expectProblem(await snapshot(as(null)), FORBIDDEN);
    expectProblem(await snapshot(as(`${INTERNAL}x`)), FORBIDDEN);
    expect((await snapshot(as(INTERNAL))).status).toBe(202);
    expect((await snapshot(as(INTERNAL), '?owner=ann')).status).toBe(202);
  });

  test('its bearer may come through a proxy, and everyone else is local', async () => {
    expect((await snapshot(as(INTERNAL, { 'x-forwarded-for': '10.0.0.1' }))).status).toBe(202);
    const { body } = await create(as(null));
    expect((await as(INTERNAL).get(`/api/rag/sessions/${body.rag_session_id}`)).status).toBe(200);
  });
});

describe('with API_TOKENS', () => {
  serve({ API_TOKENS });

  test('the API needs one, and each is an owner of its own', async () => {
    expectProblem(await create(as(null)), UNAUTHENTICATED);
    expectProblem(await create(as(`${ANN}x`)), UNAUTHENTICATED);
    expectProblem(
      await new RestClient(api.url, { authorization: `Basic ${ANN}` }).get('/api/tasks/x'),
      UNAUTHENTICATED,
    );
    const { status, body } = await create(as(ANN));
    expect(status).toBe(201);
    const path = `/api/rag/sessions/${body.rag_session_id}`;
    expectNotFound(await as(BOB).get(path), 'RAG session', body.rag_session_id);
    expect((await as(ANN).get(`${path}?owner=bob`)).status).toBe(200);
  });

  test('the internal API answers nobody', async () => {
    expectProblem(await snapshot(as(null)), UNAUTHENTICATED);
    expectProblem(await snapshot(as(ANN)), FORBIDDEN);
  });

  test('a refused caller’s body is not read, and its stream is not opened', async () => {
    expectProblem(await as(null).request('POST', '/api/rag/sessions', { body: '{' }), UNAUTHENTICATED);
    expectProblem(await as(null).get('/api/events?task_id=x'), UNAUTHENTICATED);
  });

  test.each(['/healthz', '/readyz', '/metrics'])('%s needs none', async (path) => {
    expect((await as(null).get(path)).status).toBe(200);
    expect(await statusUnderHost(path, 'service.example')).toBe(200);
  });
});

describe('with API_TOKENS and INTERNAL_TOKEN', () => {
  serve({ API_TOKENS, INTERNAL_TOKEN: INTERNAL });

  test('trusted services act as local, or for any owner', async () => {
    expect((await snapshot(as(INTERNAL))).status).toBe(202);
    const { body } = await snapshot(as(INTERNAL), '?owner=ann');
    const path = `/api/rag/sessions/${body.rag_session_id}`;
    expect((await as(ANN).get(path)).status).toBe(200);
    expectNotFound(await as(INTERNAL).get(path), 'RAG session', body.rag_session_id);
    expectProblem(await snapshot(as(ANN)), FORBIDDEN);
    expectProblem(await snapshot(as(null)), UNAUTHENTICATED);
  });
});
