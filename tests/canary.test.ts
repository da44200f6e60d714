import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeGigaChat } from './fakes/gigachat/fake-gigachat.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { readDatabase } from './kit/index-dump.js';
import { SHOP } from './kit/projects.js';
import { gigaChatEnvironment } from './kit/providers/gigachat-environment.js';
import { RestClient } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

/** A part of every secret that there is. */
const CANARY = 'c4n4ry7e1f';
const TOKEN = `owner-${CANARY}-token`;
const PROJECT = {
  ...SHOP,
  '.env': `DATABASE_PASSWORD=${CANARY}\nAPI_KEY=sk-${CANARY}-8d2b61f0a94c4e7b\n`,
  'config/deploy.yml': `host: shop\ngithub: ghp_${CANARY}Jq8ZrT5vYx2Wm9Kp4Ls7Hd1Gf6\n`,
};

let fake: FakeGigaChat;
let server: ServerProcess;

beforeAll(async () => {
  fake = await FakeGigaChat.start();
  // Whoever is asked for an access token repeats what it was given, and so does the API where it refuses.
  fake.replies.set((messages) => `Answer to: ${messages.at(-1)?.content ?? ''}`);
  server = await startServer({
    ...gigaChatEnvironment(fake),
    EMBEDDING_PROVIDER: 'offline',
    LOG_LEVEL: 'trace',
    API_TOKENS: `ann:${TOKEN}`,
    INTERNAL_TOKEN: `internal-${CANARY}-token`,
    OPENAI_API_KEY: `sk-${CANARY}`,
    CONFLUENCE_BASE_URLS: 'http://127.0.0.1:9',
    CONFLUENCE_TOKEN: `wiki-${CANARY}`,
  });
});
afterAll(async () => {
  await disposeServer(server);
  await fake.close();
});

test('a secret of the settings, of a header or of an indexed file is in no log, answer, event, prompt or row', async () => {
  const received: string[] = [];
  const heard = (value: unknown) => void received.push(JSON.stringify(value));
  const client = new GraphQLClient(server.url, TOKEN);
  const story = new Story(client);
  const rest = new RestClient(server.url, { authorization: `Bearer ${TOKEN}` });

  const { sessionId, jobId } = await story.upload(PROJECT);
  for await (const event of story.jobEvents(jobId)) heard(event);
  const job = await story.finishJob(jobId);
  expect(job.problems.nodes.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
    '.env SECRET_SUSPECTED',
    'config/deploy.yml SECRET_SUSPECTED',
  ]);
  heard(job);
  heard(await story.search(sessionId, 'DATABASE_PASSWORD API_KEY aws_secret_access_key password'));

  const dialogId = await story.dialog(sessionId);
  const faults = [null, { kind: 'status', status: 403 }, { kind: 'status', status: 500 }, { kind: 'page' }] as const;
  for (const fault of faults) {
    if (fault !== null) fake.misbehave('chat', fault);
    const { taskId } = await story.send(dialogId, 'Which password, key and token does the project use?', {
      mode: 'PROJECT_QA',
    });
    for await (const event of story.taskEvents(taskId)) heard(event);
    heard(await story.task(taskId));
    heard((await rest.get(`/api/tasks/${taskId}`)).body);
  }
  heard((await rest.get(`/api/chat/dialogs/${dialogId}/messages`)).body);

  // What goes wrong on the way in, and what is refused.
  const wrong = new RestClient(server.url, { authorization: `Bearer ${TOKEN}-not` });
  heard((await wrong.get(`/api/rag/sessions/${sessionId}`)).body);
  heard((await rest.post('/api/chat/messages', { dialog_session_id: dialogId, message: 1 })).body);
  heard(
    (
      await rest.request('POST', '/api/chat/messages', {
        body: '{"a":',
        headers: { 'content-type': 'application/json' },
      })
    ).body,
  );
  const internal = new RestClient(server.url, { authorization: `Bearer internal-${CANARY}-token` });
  heard((await internal.post('/internal/tools/confluence/fetch', { url: 'http://127.0.0.1:9/display/A/B' })).body);
  heard((await rest.get('/readyz')).body);
  heard((await rest.get('/metrics')).body);
  await server.stop();

  const prompts = JSON.stringify(fake.requestsOf('chat').map(({ body }) => body));
  const rows = JSON.stringify(await allRows());
  expect(received.length).toBeGreaterThan(30);
  expect(fake.requestsOf('chat').length).toBeGreaterThan(3);
  expect(rows).toContain('cartTotal');
  for (const [where, text] of Object.entries({ received: received.join('\n'), log: server.output, prompts, rows })) {
    for (const secret of [CANARY, Buffer.from(CANARY).toString('hex'), fake.key, ...fake.account.granted]) {
      expect(text.includes(secret), `${where} has ${secret}`).toBe(false);
    }
  }
});

async function allRows(): Promise<unknown[]> {
  const tables = await readDatabase<{ name: string }>(
    server.place,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema in ('public', 'langgraph', 'graphile_worker')`,
  );
  const all = tables.map(({ name }) => `select row_to_json(t)::text as row from ${name} t`).join(' union all ');
  return readDatabase(server.place, all);
}
