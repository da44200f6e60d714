import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownDatabase, type ProxiedDatabase, proxiedDatabase } from '../../tests/kit/database.js';
import { GraphQLClient } from '../../tests/kit/graphql-client.js';
import { testDatabaseUrl } from '../../tests/kit/postgres.js';
import { RestClient } from '../../tests/kit/rest-client.js';
import { TaskEventsDocument } from '../generated/documents/graphql.js';
import { openTestApi, type TestApi } from './test-api.js';

const UPLOAD = { project_id: 'shop', files: [{ path: 'a.md', content: '# A' }] };
const CREATE = `mutation { createRagSession(input: { projectId: "shop", files: [{ path: "a.md", content: "# A" }] }) {
  ... on IndexJobPayload { job { id } } ... on Error { code } } }`;

async function graphql(api: TestApi, query: string) {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    code: errors?.[0]?.extensions.code ?? null,
  };
}

describe('a database that takes no changes', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await openTestApi({ database: await ownDatabase() });
  });
  afterAll(() => api.dispose());

  /** Has every new session refused by the server itself, with this SQLSTATE. */
  async function refuse(state: string): Promise<void> {
    await api.pool.query(`
      create or replace function refuse() returns trigger language plpgsql as
        $$ begin raise exception 'refused' using errcode = '${state}'; end $$`);
    await api.pool.query('create or replace trigger refuse before insert on rag_sessions execute function refuse()');
  }

  test.each([
    ['53100', 507, null, 'STORAGE_FULL', /no space left/],
    ['25006', 503, '5', 'DATABASE_READ_ONLY', /takes no changes/],
  ])(
    'because of %s says so over both doors, and takes them when it can again',
    async (state, status, wait, code, what) => {
      const rest = new RestClient(api.url);
      const before = await rest.post('/api/rag/sessions', UPLOAD);
      expect(before.status).toBe(201);
      await refuse(state);
      const { status: restStatus, headers, body } = await rest.post('/api/rag/sessions', UPLOAD);
      expect([restStatus, headers.get('retry-after'), headers.get('content-type')]).toEqual([
        status,
        wait,
        'application/problem+json',
      ]);
      expect(body).toMatchObject({ status, code, detail: expect.stringMatching(what) });
      expect(await graphql(api, CREATE)).toEqual({ status, retryAfter: wait, code });
      expect((await rest.get(`/api/rag/sessions/${before.body.rag_session_id}`)).status).toBe(200);
      await api.pool.query('drop trigger refuse on rag_sessions');
      expect((await rest.post('/api/rag/sessions', UPLOAD)).status).toBe(201);
      expect(await graphql(api, CREATE)).toMatchObject({ status: 200, code: null });
    },
  );
});

describe.skipIf(testDatabaseUrl === null)('a database that has gone', () => {
  let proxied: ProxiedDatabase;
  let api: TestApi;
  let rest: RestClient;
  let taskId: string;
  beforeAll(async () => {
    proxied = await proxiedDatabase();
    api = await openTestApi({ database: proxied });
    rest = new RestClient(api.url);
    const { sessionId } = await api.services.indexing.createSession('local', { projectId: 'shop', files: [] });
    const { dialogId } = await api.services.dialogs.create('local', { sessionId });
    taskId = (await api.services.messages.send('local', { dialogId, text: 'Why?' })).taskId;
  });
  afterAll(() => api.dispose());

  test('is a 503 that says when to come back, for reading, for changing and for opening a stream', async () => {
    await proxied.proxy.cut();
    const answers = [
      await rest.get(`/api/tasks/${taskId}`),
      await rest.post('/api/rag/sessions', UPLOAD),
      await rest.get(`/api/events?task_id=${taskId}`),
    ];
    const query = await graphql(api, `{ task(id: "${taskId}") { id } }`);
    const mutation = await graphql(api, CREATE);
    const overYoga = await graphql(api, `subscription { taskEvents(taskId: "${taskId}") { cursor } }`);
    const overProtocol = new GraphQLClient(api.url).watch(TaskEventsDocument, { taskId, after: null });
    await expect(overProtocol.next()).rejects.toThrow('"code":"DATABASE_UNAVAILABLE"');
    await proxied.proxy.mend();
    for (const { status, headers, body } of answers) {
      expect([status, headers.get('retry-after')]).toEqual([503, '5']);
      expect(body).toMatchObject({ code: 'DATABASE_UNAVAILABLE', detail: expect.stringContaining('idempotency key') });
    }
    const gone = { status: 503, retryAfter: '5', code: 'DATABASE_UNAVAILABLE' };
    expect([query, mutation, overYoga]).toEqual([gone, gone, gone]);
    expect((await rest.get(`/api/tasks/${taskId}`)).status).toBe(200);
  });

  test('leaves streams open that were, and they go on by themselves when it is back', async () => {
    const { proxy } = proxied;
    const watched = new GraphQLClient(api.url).watch(TaskEventsDocument, { taskId, after: '1' });
    const overRest = rest.events(`/api/events?task_id=${taskId}&after=1`);
    const delta = { type: 'task_delta', messageId: 'msg_x', offset: 0, text: 'Because' };
    await api.append(taskId, delta);
    expect((await watched.next()).value?.taskEvents).toMatchObject({ cursor: '2', text: 'Because' });
    expect((await overRest.next()).value).toMatchObject({ id: '2' });
    const next = Promise.all([watched.next(), overRest.next()]);
    await proxy.cut();
    // Then every reader looks, and finds nothing to look at.
    await expect.poll(() => api.logged.some(({ msg }) => /listens for events was lost/.test(String(msg)))).toBe(true);
    await expect.poll(async () => (await rest.get(`/api/tasks/${taskId}`)).status).toBe(503);
    await proxy.mend();
    await api.append(taskId, { type: 'terminal', status: 'DONE' } as { type: string });
    const [event, restEvent] = await next;
    expect(event.value?.taskEvents).toMatchObject({ __typename: 'TaskFinished', cursor: '3' });
    expect(restEvent.value).toMatchObject({ id: '3', event: 'terminal' });
  });
});
