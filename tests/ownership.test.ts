import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GraphQLClient } from './kit/graphql-client.js';
import { readDatabase } from './kit/index-dump.js';
import { manyModules, SHOP } from './kit/projects.js';
import { RestClient } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

const ANN = 'token-of-ann-0123456789';
const BOB = 'token-of-bob-0123456789';

let server: ServerProcess;
let ann: Story;
let bob: Story;

beforeAll(async () => {
  server = await startServer({ API_TOKENS: `ann:${ANN},bob:${BOB}` });
  ann = new Story(new GraphQLClient(server.url, ANN));
  bob = new Story(new GraphQLClient(server.url, BOB));
});

afterAll(() => disposeServer(server));

const restAs = (token: string) => new RestClient(server.url, { authorization: `Bearer ${token}` });

describe('with tokens', () => {
  test('a request without one, or with a wrong one, is refused behind both doors, health checks aside', async () => {
    for (const rest of [new RestClient(server.url), restAs('token-of-nobody-012345')]) {
      const refused = await rest.get('/api/rag/sessions/ses_01jd7h0000f00r00000000000g');
      expect(refused.status).toBe(401);
      expect(refused.body).toMatchObject({ code: 'UNAUTHENTICATED', detail: expect.stringContaining('API_TOKENS') });
      expect((await rest.get('/healthz')).status).toBe(200);
      expect((await rest.get('/readyz')).status).toBe(200);
    }
    const anonymous = new Story(new GraphQLClient(server.url));
    await expect(anonymous.index(SHOP)).rejects.toThrow('UNAUTHENTICATED');
  });

  test('nothing of one owner is found by another, whatever the way', async () => {
    const sessionId = await ann.index(SHOP);
    const dialogId = await ann.dialog(sessionId);
    const task = await ann.ask(dialogId, 'What is a price?');
    const { jobId } = await ann.upload(SHOP);
    await ann.finishJob(jobId);

    await expect(bob.session(sessionId)).rejects.toThrow('There is no session');
    await expect(bob.search(sessionId, 'price')).rejects.toThrow('There is no session');
    await expect(bob.task(task.id)).rejects.toThrow('There is no task');
    await expect(bob.dialog(sessionId)).rejects.toThrow('NotFoundError');
    await expect(bob.send(dialogId, 'hello')).rejects.toThrow('NotFoundError');
    await expect(bob.change(sessionId, [{ delete: 'README.md' }])).rejects.toThrow('NotFoundError');
    await expect(bob.taskEvents(task.id).next()).rejects.toThrow('NOT_FOUND');
    await expect(bob.jobEvents(jobId).next()).rejects.toThrow('NOT_FOUND');
    const rest = restAs(BOB);
    for (const path of [
      `/api/rag/sessions/${sessionId}`,
      `/api/rag/sessions/${sessionId}/jobs/${jobId}`,
      `/api/index/jobs/${jobId}/events`,
      `/api/chat/dialogs/${dialogId}/messages`,
      `/api/tasks/${task.id}`,
      `/api/events?task_id=${task.id}`,
    ]) {
      expect({ path, status: (await rest.get(path)).status }).toEqual({ path, status: 404 });
    }
    expect((await rest.delete(`/api/rag/sessions/${sessionId}`)).status).toBe(404);
    expect((await restAs(ANN).get(`/api/rag/sessions/${sessionId}`)).status).toBe(200);
  });
});

describe('a deleted session', () => {
  test('is gone at once, also while its job runs, and its rows follow', async () => {
    const other = await startServer();
    try {
      const story = new Story(new GraphQLClient(other.url));
      const rest = new RestClient(other.url);
      const { sessionId, jobId } = await story.upload(manyModules(150));
      const dialogId = await story.dialog(sessionId);
      for await (const event of story.jobEvents(jobId)) if (event.__typename === 'IndexProgressed') break;
      expect((await rest.delete(`/api/rag/sessions/${sessionId}`)).status).toBe(204);
      expect((await rest.get(`/api/rag/sessions/${sessionId}`)).status).toBe(404);
      expect((await rest.get(`/api/chat/dialogs/${dialogId}/messages`)).status).toBe(404);
      await other.stop();
      await expect.poll(() => rowsLeft(other, sessionId), { timeout: 60_000 }).toEqual([0, 0, 0, 0, 0, 0]);
    } finally {
      await disposeServer(other);
    }
  });
});

/** Serves for a moment, then counts what is there of the session: the sweep is done at some start or other. */
async function rowsLeft(server: ServerProcess, sessionId: string): Promise<number[]> {
  await server.start();
  await new Story(new GraphQLClient(server.url)).index(SHOP);
  await server.stop();
  const rows = await readDatabase<{ count: number }>(
    server.place,
    `select count(*)::int as count from rag_sessions where id = '${sessionId}'
     union all select count(*)::int from rag_chunks c left join rag_sessions s on s.key = c.session_key where s.id is null
     union all select count(*)::int from rag_postings p left join rag_sessions s on s.key = p.session_key where s.id is null
     union all select count(*)::int from rag_vector_sketches v left join rag_sessions s on s.key = v.session_key where s.id is null
     union all select count(*)::int from file_contents f left join rag_sessions s on s.key = f.session_key where s.id is null
     union all select count(*)::int from dialog_sessions where session_id = '${sessionId}'`,
  );
  return rows.map(({ count }) => count);
}
