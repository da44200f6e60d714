import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../src/api/test-api.js';
import { RestClient } from '../kit/rest-client.js';
import { expectProblem } from '../kit/rest-shapes.js';

let reasons: readonly string[] = [];
let api: TestApi;
let rest: RestClient;

beforeAll(async () => {
  api = await openTestApi({ readiness: async () => reasons });
  rest = new RestClient(api.url);
});

afterAll(() => api.dispose());

test('GET /healthz says that the process lives, whatever else does', async () => {
  reasons = ['The database does not answer.'];
  const { status, body, headers } = await rest.get('/healthz');
  expect([status, body, headers.get('content-type')]).toEqual([200, { status: 'ok' }, 'application/json']);
});

test('GET /readyz says whether requests can be served, and why not', async () => {
  reasons = [];
  const ready = await rest.get('/readyz');
  expect([ready.status, ready.body]).toEqual([200, { status: 'ready' }]);
  reasons = ['The database does not answer.', 'The server is shutting down.'];
  expectProblem(await rest.get('/readyz'), {
    status: 503,
    code: 'NOT_READY',
    detail: `The server is not ready. ${reasons.join(' ')}`,
    members: { reasons },
    headers: { 'retry-after': '5' },
  });
});

test('GET /metrics counts requests by route and status, never by what a client sent', async () => {
  await rest.get('/api/tasks/tsk_of_somebody');
  await rest.get('/some/path/of/a/scanner');
  const { status, body, headers } = await rest.get('/metrics');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(body).toMatch(/^http_requests_total\{method="GET",route="\/api\/tasks\/\{task_id\}",status="404"\} 1$/m);
  expect(body).toMatch(/^http_requests_total\{method="GET",route="unknown",status="404"\} 1$/m);
  expect(body).toMatch(/^open_streams 0$/m);
  expect(body).not.toMatch(/tsk_of_somebody|scanner/);
});

test('HEAD is answered as GET, without the body', async () => {
  const head = await rest.request('HEAD', '/healthz');
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/json']);
});
