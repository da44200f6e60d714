import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../test-api.js';

const ANNA = 'anna-token-0123456789';
const BEN = 'ben-token-0123456789';

let api: TestApi;
let taskId: string;
let sessionId: string;

beforeAll(async () => {
  api = await openTestApi({ environment: { API_TOKENS: `anna:${ANNA},ben:${BEN}`, MAX_PAGE_SIZE: '20' } });
  ({ sessionId } = await api.services.indexing.createSession('anna', {
    projectId: 'shop',
    files: [{ path: 'a.ts', content: '' }],
  }));
  const { dialogId } = await api.services.dialogs.create('anna', { sessionId });
  ({ taskId } = await api.services.messages.send('anna', { dialogId, text: 'Why?' }));
  await api.append(taskId, { type: 'terminal', status: 'DONE' } as { type: string });
});

afterAll(() => api.dispose());

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests state what they expect of it.
  readonly data?: any;
  readonly errors?: readonly { message: string; extensions: Record<string, unknown> }[];
}

interface Options {
  readonly token?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

function post(query: string, variables: object = {}, { token = ANNA, path = '/graphql', headers }: Options = {}) {
  return fetch(api.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query, variables }),
  });
}

async function ask(query: string, variables: object = {}, options: Options = {}): Promise<Answer> {
  const response = await post(query, variables, options);
  return { status: response.status, ...(await response.json()) };
}

describe('a query', () => {
  test('finds anything by its id, and nothing of another owner', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
    const ids = [sessionId, taskId, 'nonsense', 'chg_01jd7h0000f00r00000000000g'];
    const mine = await ask(query, { ids });
    expect(mine.data.nodes).toEqual([
      { __typename: 'RagSession', id: sessionId },
      { __typename: 'Task', id: taskId },
      null,
      null,
    ]);
    const others = await ask(query, { ids }, { token: BEN });
    expect(others.data.nodes).toEqual([null, null, null, null]);
    expect((await ask('{ ragSessions { nodes { id } } }', {}, { token: BEN })).data.ragSessions.nodes).toEqual([]);
  });

  test('may ask for the same list twice, in two ways', async () => {
    const { data } = await ask(
      `query ($id: ID!) { ragSession(id: $id) {
         newest: jobs(first: 1) { nodes { kind session { id } } }
         oldest: jobs(last: 1) { edges { cursor node { status } } pageInfo { hasNextPage } }
       } }`,
      { id: sessionId },
    );
    expect(data.ragSession).toMatchObject({
      newest: { nodes: [{ kind: 'SNAPSHOT', session: { id: sessionId } }] },
      oldest: { edges: [{ node: { status: 'QUEUED' } }] },
    });
  });

  test.each([
    ['{ ragSessions(first: 21) { nodes { id } } }', 422, 'INVALID_INPUT', /21.*20 \(MAX_PAGE_SIZE\)/],
    ['{ ragSessions(after: "x") { nodes { id } } }', 422, 'INVALID_INPUT', /cursor/i],
    ['{ ragSessions(after: "R1BDOkk6MQ==") { nodes { id } } }', 422, 'INVALID_INPUT', /not a cursor of this list/],
    ['{ ragSession { id } }', 200, 'BAD_REQUEST', /"id".*required/],
    ['{ serverInf { version } }', 200, 'BAD_REQUEST', /^Cannot query field "serverInf" on type "Query"\.(?! Did)/],
    ['{ serverInfo', 200, 'BAD_REQUEST', /Syntax Error/],
  ])('%s is refused with %i %s', async (query, status, code, message) => {
    const answer = await ask(query);
    expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([status, code]);
    expect(answer.errors?.[0]?.message).toMatch(message);
  });

  test('that is not valid is refused with 400 to a client that knows the type of answers of GraphQL over HTTP', async () => {
    const accept = { headers: { accept: 'application/graphql-response+json' } };
    const answer = await ask('{ serverInf { version } }', {}, accept);
    expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
  });

  test('without a token, or with a wrong one, is not answered', async () => {
    const answer = await ask('{ serverInfo { version } }', {}, { token: 'wrong' });
    expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    const stream = await post('{ __typename }', {}, { token: 'wrong', path: '/graphql/stream' });
    expect(stream.status).toBe(401);
  });
});

describe('a mutation', () => {
  test('gives expected failures as members of its result', async () => {
    const { data } = await ask(
      `mutation ($input: CreateDialogInput!) {
         createDialog(input: $input) { __typename ... on Error { code message } ... on NotFoundError { id } }
       }`,
      { input: { sessionId: 'ses_x' } },
    );
    expect(data.createDialog).toEqual({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      id: 'ses_x',
      message: expect.stringContaining('There is no RAG session "ses_x"'),
    });
  });

  test('cannot be sent by a foreign page', async () => {
    const query = 'mutation { deleteRagSession(id: "ses_x") { __typename } }';
    const byForm = { headers: { 'content-type': 'text/plain' } };
    expect((await post(query, {}, byForm)).status).toBe(403);
    expect((await post(query, {}, { ...byForm, path: '/graphql/stream' })).status).toBe(415);
    const authorization = `Bearer ${ANNA}`;
    const link = `${api.url}/graphql/stream?query=${encodeURIComponent(query)}`;
    const byLink = await fetch(link, { headers: { authorization, accept: 'text/event-stream' } });
    expect(await byLink.text()).toContain('Can only perform a mutation operation from a POST request.');
    expect((await fetch(`${api.url}/graphql?query={__typename}`, { headers: { authorization } })).status).toBe(403);
  });
});

describe('a subscription', () => {
  const query = `subscription ($id: ID!, $after: EventCursor) {
    taskEvents(taskId: $id, after: $after) { __typename cursor ... on TaskFinished { status task { id } } }
  }`;
  const finished = { __typename: 'TaskFinished', cursor: '2', status: 'DONE', task: { id: '' } };

  test('replays and resumes over Yoga’s events, and completes at once at the end', async () => {
    const accept = { headers: { accept: 'text/event-stream' } };
    const whole = await (await post(query, { id: taskId }, accept)).text();
    expect(whole.match(/"cursor":"\d+"/g)).toEqual(['"cursor":"1"', '"cursor":"2"']);
    const rest = await (await post(query, { id: taskId, after: 1 }, accept)).text();
    expect(rest.match(/"cursor":"\d+"/g)).toEqual(['"cursor":"2"']);
    expect(await (await post(query, { id: taskId, after: '2' }, accept)).text()).not.toContain('event: next');
  });

  test('of something unknown is one error before any event, on both protocols', async () => {
    const answer = await ask(query, { id: 'tsk_x' }, { headers: { accept: 'application/json' } });
    expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([404, 'NOT_FOUND']);
    const results = await overProtocol(query, { id: taskId.replace('tsk', 'job') });
    expect(results).toMatchObject([{ errors: [{ extensions: { code: 'NOT_FOUND' } }] }]);
    const beyond = await overProtocol(query, { id: taskId, after: '9' });
    expect(beyond).toMatchObject([{ errors: [{ extensions: { code: 'UNKNOWN_CURSOR' } }] }]);
  });

  test('runs over the protocol of graphql-sse, in both of its modes', async () => {
    const expected = [
      { data: { taskEvents: { __typename: 'TaskStatusChanged', cursor: '1' } } },
      { data: { taskEvents: { ...finished, task: { id: taskId } } } },
    ];
    expect(await overProtocol(query, { id: taskId })).toEqual(expected);
    expect(await overProtocol(query, { id: taskId }, { singleConnection: true })).toEqual(expected);
  });

  test('that is not valid says so over the protocol', async () => {
    const results = await overProtocol('subscription { nope }');
    expect(results).toMatchObject([{ errors: [{ extensions: { code: 'BAD_REQUEST' } }] }]);
  });

  test('cannot be read by another owner who knows the name of its stream', async () => {
    const authorization = (token: string) => ({ authorization: `Bearer ${token}` });
    const url = `${api.url}/graphql/stream`;
    const token = await (await fetch(url, { method: 'PUT', headers: authorization(ANNA) })).text();
    const named = (owner: string) => ({
      headers: { ...authorization(owner), accept: 'text/event-stream', 'x-graphql-event-stream-token': token },
    });
    expect((await fetch(url, named(BEN))).status).toBe(404);
    const mine = await fetch(url, named(ANNA));
    expect(mine.status).toBe(200);
    await mine.body?.cancel();
  });
});

async function overProtocol(query: string, variables: Record<string, unknown> = {}, { singleConnection = false } = {}) {
  const client = createClient({
    url: `${api.url}/graphql/stream`,
    headers: { authorization: `Bearer ${ANNA}` },
    retryAttempts: 0,
    ...(singleConnection ? { singleConnection: true as const } : {}),
  });
  const results: unknown[] = [];
  for await (const result of client.iterate({ query, variables })) results.push(result);
  client.dispose();
  return results;
}

test('what is below GraphQL’s address and is nothing is told as any other address', async () => {
  for (const path of ['/graphql/nope', '/graphql/stream/x']) {
    const response = await post('{ __typename }', {}, { path });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'NOT_FOUND', detail: expect.stringContaining(path) });
  }
});

test('what a page of another site could have sent is refused, with the way out', async () => {
  const response = await fetch(`${api.url}/graphql?query={__typename}`, {
    headers: { authorization: `Bearer ${ANNA}` },
  });
  const { errors } = (await response.json()) as Answer;
  expect(response.status).toBe(403);
  expect(errors?.[0]?.message).toMatch(/"Content-Type: application\/json", or the header "x-graphql-yoga-csrf: 1"/);
});

test('GraphiQL comes whole from this server, without a token', async () => {
  const response = await fetch(`${api.url}/graphql`, { headers: { accept: 'text/html' } });
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(page).toContain('renderYogaGraphiQL');
  expect(page).toContain('subscription Answer');
  expect(page).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
});
