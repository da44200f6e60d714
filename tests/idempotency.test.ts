import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GraphQLClient } from './kit/graphql-client.js';
import { SHOP } from './kit/projects.js';
import { RestClient } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story, toInputs } from './kit/story.js';

let server: ServerProcess;
let story: Story;
let rest: RestClient;

beforeAll(async () => {
  server = await startServer();
  story = new Story(new GraphQLClient(server.url));
  rest = new RestClient(server.url);
});

afterAll(() => disposeServer(server));

const BODY = { project_id: 'shop', files: toInputs(SHOP) };

describe('a request that is sent again under its idempotency key', () => {
  test('gets the first result, however many are sent at once, and nothing is made twice', async () => {
    const headers = { 'idempotency-key': 'upload-1' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => rest.post('/api/rag/sessions', BODY, headers)));
    const [first] = answers;
    expect(first?.status).toBe(201);
    for (const { status, body } of answers) {
      expect({ status, session: body.rag_session_id, job: body.index_job_id }).toEqual({
        status: 201,
        session: first?.body.rag_session_id,
        job: first?.body.index_job_id,
      });
    }
  });

  test('is refused with another body', async () => {
    const headers = { 'idempotency-key': 'upload-2' };
    await rest.post('/api/rag/sessions', BODY, headers);
    const other = await rest.post('/api/rag/sessions', { ...BODY, project_id: 'another' }, headers);
    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH', detail: expect.stringContaining('upload-2') });
  });

  test('means the same behind both doors', async () => {
    const overGraphQL = await story.upload(SHOP, 'upload-3');
    const overRest = await rest.post('/api/rag/sessions', BODY, { 'idempotency-key': 'upload-3' });
    expect(overRest.body.rag_session_id).toBe(overGraphQL.sessionId);
  });

  test('starts one task for a message', async () => {
    const dialogId = await story.dialog(await story.index(SHOP));
    const send = () => story.send(dialogId, 'What is a price?', { idempotencyKey: 'message-1' });
    const [first, second] = [await send(), await send()];
    expect(second).toEqual(first);
    const { body } = await rest.get(`/api/chat/dialogs/${dialogId}/messages`);
    expect(body.messages.filter((message: { role: string }) => message.role === 'user')).toHaveLength(1);
  });

  test('is a new request when what it made has been deleted', async () => {
    const headers = { 'idempotency-key': 'upload-5' };
    const first = await rest.post('/api/rag/sessions', BODY, headers);
    await rest.delete(`/api/rag/sessions/${first.body.rag_session_id}`);
    const again = await rest.post('/api/rag/sessions', BODY, headers);
    expect(again.status).toBe(201);
    expect(again.body.rag_session_id).not.toBe(first.body.rag_session_id);
  });

  test('is not remembered when it failed', async () => {
    const headers = { 'idempotency-key': 'upload-4' };
    const bad = await rest.post(
      '/api/rag/sessions',
      { project_id: 'shop', files: [{ path: '../x', content: '' }] },
      headers,
    );
    expect(bad.status).toBe(422);
    expect((await rest.post('/api/rag/sessions', BODY, headers)).status).toBe(201);
  });
});
