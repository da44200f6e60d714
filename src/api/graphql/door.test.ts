import { readdirSync, readFileSync } from 'node:fs';
import { getIntrospectionQuery, Kind, type OperationDefinitionNode, parse, print } from 'graphql';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../test-api.js';

const OPERATIONS = new URL('../../../schema/operations/', import.meta.url);
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

describe('the limits on documents', () => {
  const sources = readdirSync(OPERATIONS).map((name) => readFileSync(new URL(name, OPERATIONS), 'utf8'));
  const all = parse(sources.join('\n'));
  const fragments = all.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const operations = all.definitions.filter(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );

  test.each(operations.map((node) => [node.name?.value, node] as const))('let %s pass', async (_name, operation) => {
    const answer = await ask(print(withUsedFragments(operation)));
    expect(JSON.stringify(answer.errors ?? [])).not.toMatch(/limit|Syntax/i);
  });

  test('let GraphiQL read the schema', async () => {
    const { data } = await ask(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }));
    expect(data.__schema.queryType.name).toBe('Query');
  });

  test.each([
    ['aliases', `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: __typename`).join(' ')} }`],
    ['directives', `{ __typename ${'@skip(if: false) '.repeat(31)} }`],
    ['tokens', `{ ${'__typename '.repeat(3001)} }`],
    ['depth', `{ ragSession(id: "x") ${'{ dialogs { nodes { session '.repeat(8)} { id } ${'} } }'.repeat(8)} }`],
  ])('refuse too many %s', async (_what, query) => {
    const answer = await ask(query);
    expect(answer.data).toBeUndefined();
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
  });

  const pages = (size: string) =>
    `{ ragSessions${size} { nodes { dialogs${size} { nodes { messages${size} { nodes { id } } } } } } }`;

  test.each([
    ['written', pages('(first: 20)'), {}],
    ['given', `query ($n: Int) ${pages('(first: $n)')}`, { n: 20 }],
    ['left to a default', `query ($n: Int = 20) ${pages('(last: $n)')}`, {}],
    ['not named', pages(''), {}],
  ])('refuse pages within pages whose sizes are %s', async (_how, query, variables) => {
    const answer = await ask(query, variables);
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toMatchObject([
      {
        message: expect.stringMatching(
          /could give 8420 objects, .* at most 1000 .* Ask for smaller pages with "first" or "last"/,
        ),
        extensions: { code: 'BAD_REQUEST' },
      },
    ]);
  });

  test('let the largest page pass with all that is asked of its items, however its size is said', async () => {
    const ours = print(withUsedFragments(operations.find(({ name }) => name?.value === 'DialogMessages') as never));
    for (const query of [ours, ours.replace('$first: Int,', '').replace('first: $first', 'first: 20')]) {
      expect(await ask(query, { dialogId: 'dlg_x', first: 20 })).toEqual({ status: 200, data: { dialog: null } });
    }
  });

  test('refuse fragments that unfold to more than anyone could want', async () => {
    const fragments = Array.from({ length: 8 }, (_, n) => `fragment F${n} on Query { ${`...F${n + 1} `.repeat(4)} }`);
    const { errors } = await ask(`{ ...F0 } ${fragments.join(' ')} fragment F8 on Query { __typename }`);
    expect(errors).toMatchObject([
      { message: expect.stringContaining('Spread fewer fragments'), extensions: { code: 'BAD_REQUEST' } },
    ]);
  });

  test('leave a page that is too large to its own refusal', async () => {
    const { errors } = await ask('{ ragSessions(first: 100000) { nodes { id } } }');
    expect(errors?.[0]?.message).toMatch(/first: is 100000; it must be at most 20 \(MAX_PAGE_SIZE\)/);
  });

  test('refuse what a page of another site could have sent, with the way out', async () => {
    const response = await fetch(`${api.url}/graphql?query={__typename}`, {
      headers: { authorization: `Bearer ${ANNA}` },
    });
    const { errors } = (await response.json()) as Answer;
    expect(response.status).toBe(403);
    expect(errors?.[0]?.message).toMatch(/"Content-Type: application\/json", or the header "x-graphql-yoga-csrf: 1"/);
  });

  function withUsedFragments(operation: OperationDefinitionNode) {
    const used = new Set<string>();
    const visit = (text: string) => {
      for (const [, name = ''] of text.matchAll(/\.\.\.(\w+)/g)) {
        if (name === 'on' || used.has(name)) continue;
        used.add(name);
        const fragment = fragments.find((node) => 'name' in node && node.name?.value === name);
        if (fragment) visit(print(fragment));
      }
    };
    visit(print(operation));
    const needed = fragments.filter((node) => 'name' in node && used.has(node.name?.value ?? ''));
    return { kind: Kind.DOCUMENT, definitions: [operation, ...needed] } as const;
  }
});

test('GraphiQL comes whole from this server, without a token', async () => {
  const response = await fetch(`${api.url}/graphql`, { headers: { accept: 'text/html' } });
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(page).toContain('renderYogaGraphiQL');
  expect(page).toContain('subscription Answer');
  expect(page).not.toMatch(/<(script|link)[^>]+(src|href)="https?:/);
});
