import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openTestApi, type TestApi } from '../test-api.js';

const COUNTS = [
  'totalFiles',
  'processedFiles',
  'indexedFiles',
  'reusedFiles',
  'skippedFiles',
  'failedFiles',
  'deletedFiles',
  'chunks',
  'embeddingsComputed',
  'embeddingsReused',
];

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi({ environment: { MAX_SUBSCRIPTIONS: '2' } });
});

afterAll(() => api.dispose());

async function newTask(): Promise<string> {
  const { sessionId } = await api.services.indexing.createSession('local', { projectId: 'shop', files: [] });
  const { dialogId } = await api.services.dialogs.create('local', { sessionId });
  const { taskId } = await api.services.messages.send('local', { dialogId, text: 'Why?' });
  return taskId;
}

/** A task that has its whole log: status, delta, terminal. */
async function endedTask(): Promise<string> {
  const taskId = await newTask();
  await api.append(taskId, delta(0, 'Because'));
  await api.append(taskId, { type: 'terminal', status: 'DONE' } as { type: string });
  return taskId;
}

function delta(offset: number, text: string) {
  return { type: 'task_delta', messageId: 'msg_x', offset, text };
}

function open(taskId: string, { after = '', headers = {}, signal }: OpenOptions = {}): Promise<Response> {
  return fetch(`${api.url}/api/events?task_id=${taskId}${after}`, { headers, signal });
}

interface OpenOptions {
  readonly after?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

async function openCount(): Promise<number> {
  const metrics = await (await fetch(`${api.url}/metrics`)).text();
  return Number(/^open_streams (\d+)$/m.exec(metrics)?.[1]);
}

test('a stream resumed after each of its events gives the same bytes as one never cut', async () => {
  const taskId = await endedTask();
  const whole = await (await open(taskId)).text();
  const events = whole.split('\n\n').filter((block) => block.startsWith('id: '));
  expect(events.map((block) => block.split('\n').slice(0, 2))).toEqual([
    ['id: 1', 'event: task_status'],
    ['id: 2', 'event: task_delta'],
    ['id: 3', 'event: terminal'],
  ]);
  for (const cursor of [1, 2]) {
    const rest = `retry: 2000\n\n${events
      .slice(cursor)
      .map((block) => `${block}\n\n`)
      .join('')}`;
    expect(await (await open(taskId, { after: `&after=${cursor}` })).text()).toBe(rest);
    expect(await (await open(taskId, { after: '&after=3', headers: { 'last-event-id': `${cursor}` } })).text()).toBe(
      rest,
    );
  }
});

test('at the last event there is nothing more, beyond it or elsewhere is an error', async () => {
  const taskId = await endedTask();
  const end = await open(taskId, { headers: { 'last-event-id': '3' } });
  expect([end.status, await end.text()]).toEqual([204, '']);
  expect((await open(taskId, { after: '&after=4' })).status).toBe(422);
  expect((await open(taskId, { after: '&after=x' })).status).toBe(422);
  expect((await open('tsk_01jd7h0000f00r00000000000g')).status).toBe(404);
});

test('an event that happens while a reader waits reaches it, and a reader that goes gives its place back', async () => {
  const taskId = await newTask();
  const leaving = new AbortController();
  const response = await open(taskId, { after: '&after=1', signal: leaving.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toBe('retry: 2000\n\n');
  expect(await openCount()).toBe(1);
  const read = reader?.read();
  await api.append(taskId, delta(0, 'Now'));
  expect((await read)?.value).toBe(
    `id: 2\nevent: task_delta\ndata: {"task_id":"${taskId}","message_id":"msg_x","offset":0,"text":"Now"}\n\n`,
  );
  leaving.abort();
  await vi.waitFor(async () => expect(await openCount()).toBe(0));
});

test('an owner who has all places taken is told to come back', async () => {
  const taskId = await newTask();
  const leaving = new AbortController();
  const { signal } = leaving;
  await Promise.all([open(taskId, { signal }), open(taskId, { signal })]);
  const refused = await open(taskId);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  expect(await refused.json()).toMatchObject({ code: 'QUOTA_EXCEEDED', limit: 2 });
  leaving.abort();
  await vi.waitFor(async () => expect(await openCount()).toBe(0));
});

test('a shutdown ends a stream without a last event', async () => {
  const response = await open(await newTask());
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('id: 1\n')) {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) throw new Error(`The stream ended after ${text}`);
    text += chunk.value;
  }
  api.closeStreams();
  await expect(reader?.read()).rejects.toThrow();
  expect(text).not.toContain('terminal');
  expect(await openCount()).toBe(0);
});

test('a job has a stream of its own, under its project and under its own session only', async () => {
  const files = [{ path: 'src/a.ts', content: '' }];
  const { sessionId, jobId } = await api.services.indexing.createSession('local', { projectId: 'a', files });
  const other = await api.services.indexing.createSession('local', { projectId: 'b', files });
  const progress = { currentFileIndex: 1, totalFiles: 1, processedFiles: 0, currentFilePath: 'src/a.ts' };
  await api.append(jobId, { type: 'index_progress', ...progress } as { type: string });
  const counts = Object.fromEntries(COUNTS.map((name) => [name, 1]));
  await api.append(jobId, { type: 'terminal', status: 'DONE', counts, version: 1, failure: null } as { type: string });

  const byProject = await (await fetch(`${api.url}/api/index/jobs/${jobId}/events?after=1`)).text();
  expect(byProject).toContain(
    `id: 2\nevent: index_progress\ndata: {"index_job_id":"${jobId}","current_file_index":1,"total_files":1,"processed_files":0,"current_file_path":"src/a.ts","current_file_name":"a.ts"}\n\n`,
  );
  expect(byProject).toMatch(
    /id: 3\nevent: terminal\ndata: \{"index_job_id":"\w+","status":"done",.*"error":null\}\n\n$/,
  );
  const path = (session: string) => `${api.url}/api/rag/sessions/${session}/jobs/${jobId}/events?after=1`;
  expect(await (await fetch(path(sessionId))).text()).toBe(byProject);
  expect((await fetch(path(other.sessionId))).status).toBe(404);
});
