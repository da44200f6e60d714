import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeGigaChat } from './fakes/gigachat/fake-gigachat.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { manyModules } from './kit/projects.js';
import { gigaChatEnvironment } from './kit/providers/gigachat-environment.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story, toInputs } from './kit/story.js';

const FILES = manyModules(12);

let fake: FakeGigaChat;
let server: ServerProcess;
let story: Story;

beforeAll(async () => {
  fake = await FakeGigaChat.start();
  server = await startServer({ ...gigaChatEnvironment(fake), LLM_PROVIDER: 'offline' });
  story = new Story(new GraphQLClient(server.url));
});
afterAll(async () => {
  await disposeServer(server);
  await fake.close();
});

function textsSent(): string[] {
  return fake.requestsOf('embeddings').flatMap(({ body }) => (body as { input: string[] }).input);
}

test('a text that the embedder refuses fails its file alone, by name, and the next upload of it mends that', async () => {
  fake.unembeddable = 'figure7Part3';
  const { sessionId, jobId } = await story.upload(FILES);
  const job = await story.finishJob(jobId);
  const path = 'src/group-7/figure-7.ts';
  expect(job).toMatchObject({
    status: 'DONE',
    counts: { failedFiles: 1, indexedFiles: 11, processedFiles: 12 },
    problems: { totalCount: 1, nodes: [{ path, kind: 'FAILED', reason: 'EMBEDDING_FAILED' }] },
  });
  expect(await story.session(sessionId)).toMatchObject({ coverage: { failedFiles: 1 } });

  fake.unembeddable = null;
  const again = await story.change(sessionId, [{ upsert: { path, content: FILES[path] ?? '' } }]);
  expect(await story.finishJob(again)).toMatchObject({ status: 'DONE', counts: { indexedFiles: 1, failedFiles: 0 } });
  expect(await story.session(sessionId)).toMatchObject({ coverage: { failedFiles: 0, indexedFiles: 12 } });
});

test('an embedder that is busy for a while only delays the job, and only what it refused is sent again', async () => {
  const before = textsSent().length;
  const files = manyModules(40);
  fake.misbehave('embeddings', null, { kind: 'status', status: 429, retryAfter: '1' }, { kind: 'status', status: 500 });
  const job = await story.finishJob((await story.upload(files)).jobId);
  expect(job).toMatchObject({ status: 'DONE', counts: { indexedFiles: 40, failedFiles: 0 } });
  const refused = 2 * 90;
  const sent = textsSent().slice(before);
  expect(sent.length - new Set(sent).size).toBeLessThanOrEqual(refused);
  expect(job.counts.embeddingsComputed).toBe(new Set(sent).size);
});

test('the same snapshot again sends nothing to the embedder', async () => {
  const { sessionId, jobId } = await story.upload(FILES);
  await story.finishJob(jobId);
  const before = textsSent().length;
  const changes = toInputs(FILES).map((upsert) => ({ upsert }));
  expect(await story.finishJob(await story.change(sessionId, changes))).toMatchObject({
    status: 'DONE',
    counts: { reusedFiles: 12, embeddingsComputed: 0, chunks: 0 },
  });
  expect(textsSent().length).toBe(before);
});
