import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BadCase, Call, Refusal, Things, World } from './bad-input/bad-case.js';
import { changesetCases, PROPOSED } from './bad-input/changeset-cases.js';
import { confluenceCases } from './bad-input/confluence-cases.js';
import { dialogCases, MAX_MESSAGE_CHARS } from './bad-input/dialog-cases.js';
import { fileCases, MAX_FILES } from './bad-input/file-cases.js';
import { idCases } from './bad-input/id-cases.js';
import { projectCases } from './bad-input/project-cases.js';
import { MAX_PAGE_SIZE, readingCases } from './bad-input/reading-cases.js';
import { MAX_REQUEST_BYTES, requestCases } from './bad-input/request-cases.js';
import { namesValue, sentToGraphQL, sentToRest } from './bad-input/sent-value.js';
import { seedChangesets } from './kit/changesets/seed-changeset.js';
import { collect } from './kit/collect.js';
import { type RestAnswer, RestClient } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { countRows } from './kit/table-counts.js';

let server: ServerProcess;
let rest: RestClient;
let world: World;
let rowsBefore: Record<string, number>;

beforeAll(async () => {
  server = await startServer({
    MAX_REQUEST_BYTES: String(MAX_REQUEST_BYTES),
    MAX_FILES_PER_REQUEST: String(MAX_FILES),
    MAX_PAGE_SIZE: String(MAX_PAGE_SIZE),
    MAX_MESSAGE_CHARS: String(MAX_MESSAGE_CHARS),
  });
  rest = new RestClient(server.url);
  const made = await makeWorld();
  await server.stop();
  world = await withChangesets(made);
  rowsBefore = await countRows(server.place);
  await server.start();
  rest = new RestClient(server.url);
});

afterAll(() => disposeServer(server));

describe.each([
  ['files', fileCases],
  ['projects and their changes', projectCases],
  ['dialogs and messages', dialogCases],
  ['changesets', changesetCases],
  ['ids', idCases],
  ['pages, cursors and searches', readingCases],
  ['pages of Confluence', confluenceCases],
  ['requests', requestCases],
] as const)('of %s', (_subject, cases) => {
  test.each(cases)('$name is refused', async (bad) => {
    if (bad.rest) await expectProblem(bad.rest(world), bad);
    if (bad.graphql) await expectGraphQLRefusal(bad.graphql(world), bad);
  });
});

test('a request that came under a foreign name is refused behind both doors', async () => {
  for (const path of [`/api/tasks/${world.taskId}`, '/graphql?query={__typename}']) {
    const { status, body } = await sendAs('evil.example', path);
    expect(status).toBe(403);
    expect(body).toContain('FORBIDDEN');
    expect(body).toMatch(/addressed as \\"evil\.example\\".*Use http:\/\/localhost:\d+, or set API_TOKENS/);
  }
});

test('nothing of all this was written', async () => {
  await server.stop();
  expect(await countRows(server.place)).toEqual(rowsBefore);
});

/** The world before anything was proposed in it. */
type WithoutChangesets = Omit<World, 'changesetId' | 'foreign'> & { foreign: Omit<Things, 'changesetId'> };

async function makeWorld(): Promise<WithoutChangesets> {
  const mine = await makeThings('', { 'idempotency-key': 'used' });
  const foreign = await makeThings('?owner=somebody');
  const other = await rest.post('/api/rag/sessions', { project_id: 'other', files: [] });
  const snapshot = { project_id: 'seen', files: [{ path: 'b.md', content: '# Seen\n' }] };
  const seen = await rest.post('/api/index/snapshot', snapshot, { 'idempotency-key': 'used' });
  await collect(rest.events(`/api/index/jobs/${seen.body.index_job_id}/events`));
  return { ...mine, foreign, other: { sessionId: other.body.rag_session_id, jobId: other.body.index_job_id } };
}

/** A session with a file, a dialog and an answered message, all at rest. */
async function makeThings(owner: string, headers: Readonly<Record<string, string>> = {}) {
  const files = [{ path: 'a.md', content: '# Hello\n\nHow to say hello.\n' }];
  const session = await rest.post(`/api/rag/sessions${owner}`, { project_id: 'shop', files }, headers);
  const { rag_session_id: sessionId, index_job_id: jobId } = session.body;
  await collect(rest.events(`/api/index/jobs/${jobId}/events${owner}`));
  const dialog = await rest.post(`/api/chat/dialogs${owner}`, { rag_session_id: sessionId });
  const { dialog_session_id: dialogId } = dialog.body;
  const message = { dialog_session_id: dialogId, message: 'How to say hello?', mode: 'project_qa' };
  const sent = await rest.post(`/api/chat/messages${owner}`, message);
  const { task_id: taskId } = sent.body;
  await collect(rest.events(`/api/events${owner === '' ? '?' : `${owner}&`}task_id=${taskId}`));
  return { sessionId, jobId, dialogId, taskId };
}

/** Offline nothing is proposed: what the tasks would have proposed is stored while the server is stopped. */
async function withChangesets(made: WithoutChangesets): Promise<World> {
  const proposers = [
    { ownerId: 'local', ...made },
    { ownerId: 'somebody', ...made.foreign },
  ];
  const [changesetId = '', foreign = ''] = await seedChangesets(server.place, proposers, PROPOSED);
  return { ...made, changesetId, foreign: { ...made.foreign, changesetId: foreign } };
}

function send({ method, path, headers, body }: Call): Promise<RestAnswer> {
  return rest.request(method, path, { headers, body });
}

/** A problem of the contract's form, which names the one field that is wrong. */
async function expectProblem(call: Call, { code, status, field, says, secret }: Refusal): Promise<void> {
  const answer = await send(call);
  const { body, headers } = answer;
  expect({ status: answer.status, type: headers.get('content-type'), code: body.code }).toEqual({
    status,
    type: 'application/problem+json',
    code,
  });
  expect(body).toMatchObject({ type: 'about:blank', title: expect.any(String), status });
  expectParts(body.detail, says);
  if (field === undefined) return;
  expect(body.errors).toEqual([{ path: field.rest, message: expect.any(String) }]);
  expectParts(body.errors[0].message, says);
  expectValue(body.errors[0].message, sentToRest(call, field.rest), secret);
}

/** A member of the result's union, or a top-level error: both have the code that REST has. */
async function expectGraphQLRefusal(call: Call, bad: BadCase): Promise<void> {
  const { code, field, says, typesSay, isLookup, secret } = bad;
  const { body } = await send(call);
  const [error] = body.errors ?? [];
  const result = firstResult(body.data);
  if (isLookup) {
    expect({ errors: body.errors, result }).toEqual({ errors: undefined, result: null });
    return;
  }
  const refusal = error ? { ...error.extensions, message: error.message } : result;
  expect({ code: refusal?.code, message: refusal?.message }).toEqual({
    code: typesSay === undefined ? code : 'BAD_REQUEST',
    message: expect.any(String),
  });
  expectParts(refusal.message, typesSay ?? says);
  if (typesSay !== undefined || field === undefined || field.graphql === '') return;
  const fields = [{ path: field.graphql.split('.'), message: expect.any(String) }];
  expect(refusal).toMatchObject({ fields });
  expectValue(refusal.fields[0].message, sentToGraphQL(call, field.graphql), secret);
}

/** What an operation gave: its only field, or that field's only field where it gives just one. */
function firstResult(data: unknown): { code?: unknown; message?: unknown; fields?: unknown } | null {
  if (typeof data !== 'object' || data === null) return null;
  const values = Object.values(data);
  return values.length === 1 ? firstResult(values[0]) : data;
}

function expectParts(message: string, parts: readonly string[]): void {
  for (const part of parts) expect(message).toContain(part);
}

/** Where there was a value at all: it can be found from the message, unless it is a secret. */
function expectValue(message: string, sent: unknown, secret: string | undefined): void {
  if (secret !== undefined) expect(message).not.toContain(secret);
  else if (sent !== undefined) {
    expect({ message, sent, isNamed: namesValue(message, sent) }).toEqual({ message, sent, isNamed: true });
  }
}

/** `fetch` writes the Host header itself. */
function sendAs(host: string, path: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, server.url), { headers: { host, 'x-graphql-yoga-csrf': '1' } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    sent.on('error', reject).end();
  });
}
