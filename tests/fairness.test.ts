import { afterAll, beforeAll, expect, test } from 'vitest';
import { IndexJobDocument } from '../src/generated/documents/graphql.js';
import type { Fault } from './fakes/fault.js';
import { type Endpoint, FakeGigaChat } from './fakes/gigachat/fake-gigachat.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { manyModules, SHOP } from './kit/projects.js';
import { gigaChatEnvironment } from './kit/providers/gigachat-environment.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { type Files, Story } from './kit/story.js';

const HANGS: Fault = { kind: 'hang before headers' };

let fake: FakeGigaChat;
let server: ServerProcess;
let ann: Story;
let bob: Story;

/** Two slots to index and one for dialogs, and a provider that lets a job or a task hang for as long as a test likes. */
beforeAll(async () => {
  fake = await FakeGigaChat.start({ replies: ['Everything is well.'] });
  server = await startServer({
    ...gigaChatEnvironment(fake),
    API_TOKENS: 'ann:token-of-ann-0123,bob:token-of-bob-0123',
    INDEX_CONCURRENCY: '2',
    WORKER_CONCURRENCY: '1',
    PROVIDER_CONCURRENCY: '8',
    DATABASE_POOL_SIZE: '14',
    PROVIDER_FIRST_BYTE_SECONDS: '600',
  });
  ann = new Story(new GraphQLClient(server.url, 'token-of-ann-0123'));
  bob = new Story(new GraphQLClient(server.url, 'token-of-bob-0123'));
});
afterAll(async () => {
  await disposeServer(server);
  await fake.close();
});

/** Lets the next call hang; gives when `work` has led to it. */
async function hanging<T>(endpoint: Endpoint, work: () => Promise<T>): Promise<T> {
  const before = fake.requestsOf(endpoint).length;
  fake.misbehave(endpoint, HANGS);
  const result = await work();
  await expect.poll(() => fake.requestsOf(endpoint).length, { timeout: 60_000 }).toBeGreaterThan(before);
  return result;
}

/** Uploads a project whose job hangs. */
async function uploadHanging(story: Story, files: Files): Promise<string> {
  const { jobId } = await hanging('embeddings', () => story.upload(files));
  return jobId;
}

async function statusOf(story: Story, jobId: string): Promise<string | undefined> {
  return (await story.client.run(IndexJobDocument, { jobId })).indexJob?.status;
}

/** Projects of which no two share a text. */
const project = (name: string): Files => ({ [`${name}.md`]: `# ${name}\n\nAll about ${name}.\n` });

test('the many jobs of one owner leave the others a slot, and have the slot they left when it is free', async () => {
  const running = await uploadHanging(ann, project('first'));
  const waiting = await Promise.all(
    ['second', 'third', 'fourth'].map(async (name) => (await ann.upload(project(name))).jobId),
  );
  const { jobId } = await bob.upload(project('small'));
  expect(await bob.finishJob(jobId)).toMatchObject({ status: 'DONE' });
  expect(await Promise.all([running, ...waiting].map((id) => statusOf(ann, id)))).toEqual([
    ...['RUNNING', 'QUEUED', 'QUEUED', 'QUEUED'],
  ]);
  await ann.cancelJob(running);
  for (const id of waiting) expect(await ann.finishJob(id)).toMatchObject({ status: 'DONE' });
});

test('a task ends while every slot to index is taken', async () => {
  const dialog = await bob.dialog(await bob.index(SHOP));
  const [annsJob, bobsJob] = [await uploadHanging(ann, project('fifth')), await uploadHanging(bob, project('sixth'))];
  expect(await bob.ask(dialog, 'Is all well?', { mode: 'QA' })).toMatchObject({
    status: 'DONE',
    reply: { content: 'Everything is well.' },
  });
  expect([await statusOf(ann, annsJob), await statusOf(bob, bobsJob)]).toEqual(['RUNNING', 'RUNNING']);
  await ann.cancelJob(annsJob);
  await bob.cancelJob(bobsJob);
});

test('an index job ends while every slot for dialogs is taken', async () => {
  const dialog = await ann.dialog(await ann.index(project('seventh')));
  const { taskId } = await hanging('chat', () => ann.send(dialog, 'Is all well?', { mode: 'QA' }));
  const { jobId } = await ann.upload(manyModules(20));
  expect(await ann.finishJob(jobId)).toMatchObject({ status: 'DONE', counts: { indexedFiles: 20 } });
  expect(await ann.task(taskId)).toMatchObject({ status: 'RUNNING' });
  await ann.cancelTask(taskId);
});
