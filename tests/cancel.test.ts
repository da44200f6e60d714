import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  DeleteRagSessionDocument,
  type RunStatus,
  type SendMessageInput,
  type TaskEventsSubscription,
} from '../src/generated/documents/graphql.js';
import { FakeGigaChat } from './fakes/gigachat/fake-gigachat.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { readDatabase } from './kit/index-dump.js';
import { manyModules, SHOP } from './kit/projects.js';
import { gigaChatEnvironment } from './kit/providers/gigachat-environment.js';
import { RestClient } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

const ANSWER = 'Один два три четыре.';
/** What has arrived when the stream hangs after its third event. */
const PARTIAL = 'Один два три ';
const HANG = { kind: 'hang mid-stream', afterEvents: 3 } as const;

let fake: FakeGigaChat;
let server: ServerProcess;
let story: Story;
let rest: RestClient;

beforeAll(async () => {
  fake = await FakeGigaChat.start();
  server = await startServer({
    ...gigaChatEnvironment(fake),
    PROVIDER_CONCURRENCY: '4',
    // What hangs here hangs until it is cancelled.
    PROVIDER_FIRST_BYTE_SECONDS: '600',
    PROVIDER_SILENCE_SECONDS: '600',
  });
  connect();
});

beforeEach(async () => {
  fake.replies.set([ANSWER]);
  await noCallIsOpen();
  fake.requests.length = 0;
});

afterAll(async () => {
  await disposeServer(server);
  await fake.close();
});

/** The fake learns a little later that a connection was closed. */
const noCallIsOpen = () => openCalls(0);
const openCalls = (count: number) => expect.poll(() => fake.openCalls, { timeout: 60_000 }).toBe(count);

function connect(): void {
  story = new Story(new GraphQLClient(server.url));
  rest = new RestClient(server.url);
}

type TaskEvent = TaskEventsSubscription['taskEvents'];

/** Asks without the project: one call of the model a message. */
async function ask(dialogId: string, text = 'Сосчитай', more: Partial<SendMessageInput> = {}) {
  return story.send(dialogId, text, { mode: 'QA', ...more });
}

/** Sends a message whose answer hangs in the middle; gives when its first words have come. */
async function askAndHang(dialogId: string, more: Partial<SendMessageInput> = {}): Promise<string> {
  fake.misbehave('chat', HANG);
  const { taskId } = await ask(dialogId, 'Сосчитай', more);
  let text = '';
  for await (const event of story.taskEvents(taskId)) {
    if (event.__typename === 'MessageDelta') text = text.slice(0, event.offset) + event.text;
    if (text === PARTIAL) return taskId;
  }
  throw new Error('The task ended before it hung.');
}

async function emptyDialog(): Promise<string> {
  return story.dialog(await story.index({ 'README.md': '# Shop\n' }));
}

async function statusesOf(taskId: string): Promise<RunStatus[]> {
  const statuses: RunStatus[] = [];
  const status = (event: TaskEvent) => ('status' in event ? event.status : null);
  for await (const event of story.taskEvents(taskId)) {
    if (event.__typename === 'TaskFinished') statuses.push(event.task.status);
    else if (status(event) !== null) statuses.push(status(event) as RunStatus);
  }
  return statuses;
}

const DOORS = [
  ['GraphQL', async (taskId: string) => (await story.cancelTask(taskId)).toLowerCase()],
  [
    'REST',
    async (taskId: string) => {
      const { status, body } = await rest.request('POST', `/api/tasks/${taskId}/cancel`);
      expect({ status, taskId: body.task_id }).toEqual({ status: 202, taskId });
      return body.status as string;
    },
  ],
] as const;

describe.each(DOORS)('cancelled over %s', (_door, cancel) => {
  test('a task ends when its call of the provider has, and keeps its partial text and usage', async () => {
    const dialogId = await emptyDialog();
    const taskId = await askAndHang(dialogId);
    expect(['cancelling', 'cancelled']).toContain(await cancel(taskId));
    expect(await statusesOf(taskId)).toEqual(['QUEUED', 'RUNNING', 'CANCELLING', 'CANCELLED']);
    await noCallIsOpen();
    const task = await story.task(taskId);
    expect(task).toMatchObject({
      status: 'CANCELLED',
      resultType: 'ANSWER',
      failure: null,
      reply: { content: PARTIAL, citations: [] },
      usage: { llmCalls: 1, embeddingTokens: 0 },
    });
    expect(task.usage.promptTokens).toBeGreaterThan(0);
    expect(task.usage.completionTokens).toBeGreaterThan(0);
    expect(task.usage.durationMs).toBeGreaterThan(0);
    const { body } = await rest.get(`/api/chat/dialogs/${dialogId}/messages`);
    expect(body.messages[1]).toMatchObject({ role: 'assistant', status: 'cancelled', content: PARTIAL });

    expect(await cancel(taskId)).toBe('cancelled');
    const next = await story.ask(dialogId, 'Ещё раз', { mode: 'QA' });
    expect(next).toMatchObject({ status: 'DONE', reply: { content: ANSWER } });
    expect(fake.requestsOf('chat')).toHaveLength(2);
  });

  test('a queued task has ended at once, and the one before it goes on', async () => {
    const dialogId = await emptyDialog();
    const running = await askAndHang(dialogId);
    const { taskId: queued } = await ask(dialogId);
    expect(await cancel(queued)).toBe('cancelled');
    expect(await statusesOf(queued)).toEqual(['QUEUED', 'CANCELLED']);
    expect(await story.task(queued)).toMatchObject({ reply: null, startedAt: null, usage: { durationMs: 0 } });
    expect(await story.task(running)).toMatchObject({ status: 'RUNNING' });
    await cancel(running);
    expect((await statusesOf(running)).at(-1)).toBe('CANCELLED');
    expect(fake.requestsOf('chat')).toHaveLength(1);
  });
});

describe('a task that is to end', () => {
  test('ends at the next start when the process dies, without another call', async () => {
    const dialogId = await emptyDialog();
    const taskId = await askAndHang(dialogId);
    await server.kill();
    await readDatabase(server.place, `update agent_tasks set status = 'CANCELLING' where id = '${taskId}'`);
    await server.start();
    connect();
    expect((await statusesOf(taskId)).at(-1)).toBe('CANCELLED');
    expect(await story.task(taskId)).toMatchObject({ status: 'CANCELLED', reply: { content: PARTIAL } });
    expect(fake.requestsOf('chat')).toHaveLength(1);
  });

  test('stops soon when its dialog or its session is deleted', async () => {
    const sessionId = await story.index({ 'README.md': '# Shop\n' });
    const dialogId = await story.dialog(sessionId);
    await askAndHang(dialogId);
    await askAndHang(await story.dialog(sessionId));
    const DELETE_DIALOG = 'mutation ($id: ID!) { deleteDialog(id: $id) { __typename } }';
    await rest.post('/graphql', { query: DELETE_DIALOG, variables: { id: dialogId } });
    await openCalls(1);
    await story.client.run(DeleteRagSessionDocument, { id: sessionId });
    await noCallIsOpen();
    expect(fake.requestsOf('chat')).toHaveLength(2);
  });
});

describe('a message to a busy dialog', () => {
  test('with REJECT is refused behind both doors, with the task that is in the way', async () => {
    const dialogId = await emptyDialog();
    const taskId = await askAndHang(dialogId);
    const refusal = ask(dialogId, 'Ещё', { onBusy: 'REJECT' });
    await expect(refusal).rejects.toThrow(/"DialogBusyError".*"DIALOG_BUSY"/);
    await expect(refusal).rejects.toThrow(taskId);
    const message = { dialog_session_id: dialogId, message: 'Ещё', mode: 'qa', on_busy: 'reject' };
    const { status, body } = await rest.post('/api/chat/messages', message);
    expect({ status, code: body.code, active: body.active_task_id }).toEqual({
      status: 409,
      code: 'DIALOG_BUSY',
      active: taskId,
    });
    await story.cancelTask(taskId);
    expect((await statusesOf(taskId)).at(-1)).toBe('CANCELLED');
    const accepted = await rest.post('/api/chat/messages', message);
    expect(accepted.status).toBe(202);
    expect((await statusesOf(accepted.body.task_id)).at(-1)).toBe('DONE');
  });

  test('with REJECT is taken once, of several at the same moment', async () => {
    const dialogId = await emptyDialog();
    fake.misbehave('chat', HANG);
    const sent = await Promise.allSettled(Array.from({ length: 6 }, () => ask(dialogId, 'Ещё', { onBusy: 'REJECT' })));
    const taken = sent.filter(({ status }) => status === 'fulfilled');
    expect(taken).toHaveLength(1);
    for (const result of sent) if (result.status === 'rejected') expect(result.reason.message).toMatch(/DIALOG_BUSY/);
    await openCalls(1);
    for (const result of taken) if (result.status === 'fulfilled') await story.cancelTask(result.value.taskId);
  });

  test('with INTERRUPT has the running and the queued ones cancelled, and is answered next', async () => {
    const dialogId = await emptyDialog();
    const running = await askAndHang(dialogId);
    const { taskId: queued } = await ask(dialogId, 'Потом');
    const task = await story.ask(dialogId, 'Нет, лучше так', { mode: 'QA', onBusy: 'INTERRUPT' });
    expect(task).toMatchObject({ status: 'DONE', reply: { content: ANSWER } });
    expect(await story.task(running)).toMatchObject({ status: 'CANCELLED', reply: { content: PARTIAL } });
    expect(await story.task(queued)).toMatchObject({ status: 'CANCELLED', reply: null });
    expect(fake.requestsOf('chat')).toHaveLength(2);
  });
});

describe('a task that would take more than its budget', () => {
  test('of tokens ends without a call that cannot be within it', async () => {
    const { taskId } = await ask(await emptyDialog(), 'Сосчитай', { budget: { maxTotalTokens: 20 } });
    expect((await statusesOf(taskId)).at(-1)).toBe('ERROR');
    expect(await story.task(taskId)).toMatchObject({
      failure: { code: 'BUDGET_EXCEEDED', message: expect.stringMatching(/20 tokens.*MAX_TASK_TOKENS/) },
      usage: { llmCalls: 0 },
    });
    expect(fake.requestsOf('chat')).toEqual([]);
  });

  test('of tokens ends in the middle of its answer, and keeps what it has', async () => {
    fake.replies.set(['слово '.repeat(3_000)]);
    const { taskId } = await ask(await emptyDialog(), 'Сосчитай', { budget: { maxTotalTokens: 400 } });
    expect((await statusesOf(taskId)).at(-1)).toBe('ERROR');
    const { failure, reply, usage } = await story.task(taskId);
    expect(failure?.code).toBe('BUDGET_EXCEEDED');
    expect(reply?.content).toMatch(/^(слово )+/);
    expect(reply?.content.length).toBeLessThan(18_000);
    expect(usage.completionTokens).toBeGreaterThan(100);
    await noCallIsOpen();
  });

  test('of seconds ends when its call of the provider has been aborted, and keeps what it has', async () => {
    const taskId = await askAndHang(await emptyDialog(), { budget: { maxSeconds: 3 } });
    expect(await statusesOf(taskId)).toEqual(['QUEUED', 'RUNNING', 'ERROR']);
    await noCallIsOpen();
    const { failure, reply, usage } = await story.task(taskId);
    expect(failure).toMatchObject({ code: 'BUDGET_EXCEEDED', retryable: false });
    expect(failure?.message).toMatch(/3 s.*MAX_TASK_SECONDS/);
    expect(reply?.content).toBe(PARTIAL);
    expect(usage.durationMs).toBeGreaterThanOrEqual(2_900);
    expect(fake.requestsOf('chat')).toHaveLength(1);
  });
});

describe('the usage of a task', () => {
  test('has what the provider counted, the vector of the search among it', async () => {
    const question = 'Where is a failed payment tried again?';
    const dialogId = await story.dialog(await story.index(SHOP));
    const { usage } = await story.ask(dialogId, question, { mode: 'PROJECT_QA' });
    const [call] = fake.requestsOf('chat');
    const { messages } = (call?.body ?? { messages: [] }) as { messages: { content: string }[] };
    expect(usage).toEqual({
      promptTokens: messages.reduce((sum, { content }) => sum + Math.ceil(content.length / 4), 0),
      completionTokens: Math.ceil(ANSWER.length / 4),
      embeddingTokens: Math.ceil(question.length / 4),
      llmCalls: 1,
      durationMs: expect.any(Number),
    });
  });

  test('of a failed task has its calls', async () => {
    fake.misbehave('chat', { kind: 'status', status: 402 });
    const task = await story.ask(await emptyDialog(), 'Сосчитай', { mode: 'QA' });
    expect(task).toMatchObject({ status: 'ERROR', failure: { code: 'PROVIDER_QUOTA' }, usage: { llmCalls: 1 } });
    expect(task.usage.durationMs).toBeGreaterThan(0);
  });
});

describe('an index job that is cancelled', () => {
  test('in the middle of embedding leaves the session as it was, for the next job too', async () => {
    const sessionId = await story.index(SHOP);
    const before = await story.session(sessionId);
    const changes = Object.entries(manyModules(120)).map(([path, content]) => ({ upsert: { path, content } }));
    const jobId = await story.change(sessionId, changes);
    for await (const event of story.jobEvents(jobId)) if (event.__typename === 'IndexProgressed') break;
    fake.misbehave('embeddings', { kind: 'hang before headers' });
    await openCalls(1);
    const dialogId = await story.dialog(sessionId);
    const waiting = await ask(dialogId, 'Сосчитай', { afterJobId: jobId });
    const { status, body } = await rest.request('POST', `/api/rag/sessions/${sessionId}/jobs/${jobId}/cancel`);
    expect(status).toBe(202);
    expect(['cancelling', 'cancelled']).toContain(body.status);

    const job = await story.finishJob(jobId);
    expect(job).toMatchObject({ status: 'CANCELLED', version: null, failure: null });
    expect(job.counts.indexedFiles).toBeGreaterThan(0);
    expect(job.counts.processedFiles).toBeLessThan(120);
    expect(await story.cancelJob(jobId, sessionId)).toBe('CANCELLED');
    await noCallIsOpen();
    const calls = fake.requestsOf('embeddings').length;
    expect((await statusesOf(waiting.taskId)).at(-1)).toBe('DONE');
    expect(await story.session(sessionId)).toEqual(before);
    expect((await story.search(sessionId, 'figure7Part3')).hits.map(({ source }) => source.path)).not.toContain(
      'src/group-7/figure-7.ts',
    );
    expect(fake.requestsOf('embeddings')).toHaveLength(calls + 1);

    const again = await story.finishJob(await story.change(sessionId, changes.slice(0, 3)));
    expect(again).toMatchObject({ status: 'DONE', version: 2, counts: { indexedFiles: 3, embeddingsComputed: 0 } });
    expect(await story.session(sessionId)).toMatchObject({ coverage: { files: 8, indexedFiles: 8 } });
    await server.stop();
    const [left] = await readDatabase<{ count: number }>(
      server.place,
      `select count(*)::int as count from rag_files f join rag_sessions s on s.key = f.session_key
       where s.id = '${sessionId}' and (f.from_version > 2 or f.to_version > 2)`,
    );
    expect(left?.count).toBe(0);
    await server.start();
    connect();
  });

  test('while it is queued has ended at once, and the one behind it goes on', async () => {
    const { sessionId, jobId } = await story.upload(manyModules(400));
    for await (const event of story.jobEvents(jobId)) if (event.__typename === 'IndexProgressed') break;
    const queued = await story.change(sessionId, [{ upsert: { path: 'never.md', content: '# Never\n' } }]);
    const last = await story.change(sessionId, [{ upsert: { path: 'last.md', content: '# Last\n' } }]);
    expect(await story.cancelJob(queued)).toBe('CANCELLED');
    expect(await story.finishJob(queued)).toMatchObject({ status: 'CANCELLED', counts: { processedFiles: 0 } });
    expect(await story.finishJob(last)).toMatchObject({ status: 'DONE', version: 2 });
    expect(await story.session(sessionId)).toMatchObject({ coverage: { files: 401 } });
  });
});
