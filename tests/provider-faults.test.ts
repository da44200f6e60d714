import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from './fakes/fault.js';
import { FakeGigaChat } from './fakes/gigachat/fake-gigachat.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { SHOP } from './kit/projects.js';
import { gigaChatEnvironment } from './kit/providers/gigachat-environment.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

const ANSWER = 'Сумма корзины считается в `cartTotal` [1]. Ёлка, щука, 🦊.';
const QUESTION = 'Как считается сумма корзины?';
const status = (code: number, retryAfter?: string): Fault => ({ kind: 'status', status: code, retryAfter });

let fake: FakeGigaChat;
let server: ServerProcess;
let story: Story;

beforeAll(async () => {
  fake = await FakeGigaChat.start({ replies: [ANSWER] });
  server = await startServer({ ...gigaChatEnvironment(fake), EMBEDDING_PROVIDER: 'offline' });
  story = new Story(new GraphQLClient(server.url));
});
afterEach(() => fake.replies.set([ANSWER]));
afterAll(async () => {
  await disposeServer(server);
  await fake.close();
});

let shop: Promise<string> | null = null;
/** Asks in a new dialog; gives the task as it ended, the reply as its deltas make it, and the calls that it took. */
async function ask(whenAnswering = async () => {}) {
  shop ??= story.index(SHOP);
  const dialogId = await story.dialog(await shop);
  const before = fake.requestsOf('chat').length;
  const { taskId } = await story.send(dialogId, QUESTION, { mode: 'PROJECT_QA' });
  let streamed = '';
  for await (const event of story.taskEvents(taskId)) {
    if (event.__typename === 'TaskStepStarted' && event.step === 'project_answer') await whenAnswering();
    if (event.__typename === 'MessageDelta') streamed = streamed.slice(0, event.offset) + event.text;
  }
  const task = await story.task(taskId);
  return { task, streamed, calls: fake.requestsOf('chat').length - before };
}

describe('an answer comes whole all the same', () => {
  test.each<[name: string, faults: Fault[]]>([
    ['the token expires midway', [status(401)]],
    ['429 without Retry-After', [status(429)]],
    ['429 with Retry-After', [status(429, '1')]],
    ['500 twice', [status(500), status(500)]],
    ['the provider hangs before the headers', [{ kind: 'hang before headers' }]],
    ['the provider hangs in the middle of its answer', [{ kind: 'hang mid-stream', afterEvents: 3 }]],
    ['the connection is cut in the middle of the answer', [{ kind: 'cut mid-stream', afterEvents: 3 }]],
    ['the stream ends early', [{ kind: 'end early', afterEvents: 3 }]],
    ['every byte comes alone', [{ kind: 'byte by byte' }]],
    ['an event of the stream is no JSON', [{ kind: 'malformed JSON', afterEvents: 3 }]],
  ])('when %s', async (_, faults) => {
    fake.misbehave('chat', ...faults);
    const { task, streamed } = await ask();
    expect(task).toMatchObject({ status: 'DONE', failure: null, reply: { content: ANSWER } });
    expect(streamed).toBe(ANSWER);
  });

  test('when the provider is gone for a while', async () => {
    const port = Number(new URL(fake.url).port);
    await fake.close();
    const { task, streamed } = await ask(async () => {
      fake = await FakeGigaChat.start({ replies: [ANSWER], port });
    });
    expect(task).toMatchObject({ status: 'DONE', failure: null, reply: { content: ANSWER } });
    expect(streamed).toBe(ANSWER);
  });
});

describe('a task ends with a failure that says what to do', () => {
  test.each<[name: string, fault: Fault, failure: object, calls: number]>([
    ['402', status(402), { code: 'PROVIDER_QUOTA', retryable: false }, 1],
    ['403', status(403), { code: 'PROVIDER_AUTH', retryable: false }, 1],
    ['413', status(413), { code: 'PROVIDER_REFUSED', retryable: false }, 1],
    ['422', status(422), { code: 'PROVIDER_REFUSED', retryable: false }, 1],
    ['a web page with status 200', { kind: 'page' }, { code: 'PROVIDER_UNAVAILABLE', retryable: false }, 1],
  ])('at %s, at once', async (_, fault, failure, calls) => {
    fake.misbehave('chat', fault);
    const answered = await ask();
    expect(answered.task).toMatchObject({ status: 'ERROR', failure, usage: { llmCalls: 1 } });
    expect(answered.task.failure?.message).toMatch(/GigaChat/);
    expect(answered.calls).toBe(calls);
  });

  test('and keeps its text, when the provider will not go on', async () => {
    fake.replies.set([{ pieces: ['Сначала ', 'немного '], finishReason: 'blacklist' }]);
    const { task, streamed } = await ask();
    expect(task).toMatchObject({
      status: 'ERROR',
      failure: { code: 'PROVIDER_REFUSED', retryable: false },
      reply: { content: 'Сначала немного ' },
    });
    expect(streamed).toBe('Сначала немного ');
  });
});
