import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openTestApi, type TestApi } from '../../src/api/test-api.js';
import { RestClient } from '../kit/rest-client.js';
import { expectInvalid, expectNotFound, expectProblem, NO_SUCH } from '../kit/rest-shapes.js';

/** Nothing works off the queue here: a stream waits until a test appends to it. */
let api: TestApi;
let rest: RestClient;

beforeAll(async () => {
  api = await openTestApi();
  rest = new RestClient(api.url);
});

afterEach(() => {
  vi.useRealTimers();
});

afterAll(() => api.dispose());

interface Stream {
  readonly path: string;
  /** Its first event is there from the start. */
  readonly first: string;
  readonly end: () => Promise<void>;
}

async function taskStream(): Promise<Stream> {
  const { body } = await rest.post('/api/rag/sessions', { project_id: 'shop', files: [] });
  const dialog = await rest.post('/api/chat/dialogs', { rag_session_id: body.rag_session_id });
  const { dialog_session_id } = dialog.body;
  const sent = await rest.post('/api/chat/messages', { dialog_session_id, message: 'Why?' });
  const { task_id } = sent.body;
  const data = { task_id, status: 'queued', queue_position: 1 };
  return {
    path: `/api/events?task_id=${task_id}`,
    first: `id: 1\nevent: task_status\ndata: ${JSON.stringify(data)}\n\n`,
    end: () => api.append(task_id, { type: 'terminal', status: 'DONE' } as { type: string }),
  };
}

async function jobStream(base: (session: string) => string): Promise<Stream> {
  const files = [{ path: 'a.md', content: '' }];
  const { body } = await rest.post('/api/rag/sessions', { project_id: 'shop', files });
  const { index_job_id } = body;
  const counts = {
    totalFiles: 1,
    processedFiles: 0,
    indexedFiles: 0,
    reusedFiles: 0,
    skippedFiles: 0,
    failedFiles: 0,
    deletedFiles: 0,
    chunks: 0,
    embeddingsComputed: 0,
    embeddingsReused: 0,
  };
  const inRest = Object.entries(counts).map(([name, value]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  const data = { index_job_id, status: 'queued', ...Object.fromEntries(inRest) };
  const terminal = { type: 'terminal', status: 'DONE', counts, version: 1, failure: null };
  return {
    path: `${base(body.rag_session_id)}/jobs/${index_job_id}/events`,
    first: `id: 1\nevent: index_status\ndata: ${JSON.stringify(data)}\n\n`,
    end: () => api.append(index_job_id, terminal as { type: string }),
  };
}

/** The text of a stream as it comes, until `enough`. */
async function read(response: Response, enough: (text: string) => boolean): Promise<string> {
  const pieces = response.body?.pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>;
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (enough(text)) break;
  }
  return text;
}

describe.each([
  ['GET /api/events', taskStream],
  [
    'GET /api/rag/sessions/{rag_session_id}/jobs/{index_job_id}/events',
    () => jobStream((id) => `/api/rag/sessions/${id}`),
  ],
  ['GET /api/index/jobs/{index_job_id}/events', () => jobStream(() => '/api/index')],
])('%s', (_name, open) => {
  const and = (path: string, query: string) => `${path}${path.includes('?') ? '&' : '?'}${query}`;

  test('begins with the time to come back, under headers that no proxy holds up', async () => {
    const { path, first } = await open();
    const response = await fetch(api.url + path);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const begin = `retry: 2000\n\n${first}`;
    expect(await read(response, (text) => text.length >= begin.length)).toBe(begin);
  });

  test('sends a comment now and then while nothing happens', async () => {
    const { path, first } = await open();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const reader = (await fetch(api.url + path)).body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.endsWith(first)) text += (await reader?.read())?.value ?? '';
    let comment = '';
    reader?.read().then(({ value = '' }) => {
      comment = value;
    });
    // The server's timer may start a moment later than the event arrives here.
    await vi.waitFor(
      async () => {
        await vi.advanceTimersByTimeAsync(15_000);
        expect(comment).toMatch(/^(: heartbeat\n\n)+$/);
      },
      { timeout: 30_000 },
    );
    await reader?.cancel();
  });

  test('resumes after a cursor, Last-Event-ID before the one in the address', async () => {
    const { path, first, end } = await open();
    await end();
    const whole = (await rest.get(path)).body;
    expect(whole).toMatch(/\n\nid: 2\nevent: terminal\ndata: \{.*\}\n\n$/);
    const later = `retry: 2000\n\n${whole.slice(`retry: 2000\n\n${first}`.length)}`;
    expect((await rest.get(and(path, 'after=1'))).body).toBe(later);
    expect((await rest.get(path, { 'last-event-id': '1' })).body).toBe(later);
    expect((await rest.get(and(path, 'after=2'), { 'last-event-id': '1' })).body).toBe(later);
    expect((await rest.get(and(path, 'after=0'))).body).toBe(whole);
  });

  test('has no content at the terminal cursor, and knows no cursor beyond it', async () => {
    const { path, end } = await open();
    await end();
    for (const answer of [await rest.get(and(path, 'after=2')), await rest.get(path, { 'last-event-id': '2' })]) {
      expect([answer.status, answer.body, answer.headers.get('content-type')]).toEqual([204, '', null]);
    }
    const beyond = { status: 422, code: 'UNKNOWN_CURSOR', detail: /^The cursor 3 is beyond .* last event is 2/ };
    expectProblem(await rest.get(and(path, 'after=3')), beyond);
    expectProblem(await rest.get(path, { 'last-event-id': '3' }), beyond);
    expectInvalid(await rest.get(and(path, 'after=-1')), { after: /"-1" is not a cursor/ });
    expectInvalid(await rest.get(path, { 'last-event-id': 'x' }), { 'Last-Event-ID': /"x" is not a cursor/ });
  });
});

test('a stream that does not exist is refused before anything is streamed', async () => {
  const { body } = await rest.post('/api/rag/sessions', { project_id: 'shop', files: [] });
  const jobs = [`/api/rag/sessions/${body.rag_session_id}`, `/api/rag/sessions/${NO_SUCH.session}`, '/api/index'];
  for (const base of jobs) {
    expectNotFound(await rest.get(`${base}/jobs/${NO_SUCH.job}/events`), 'index job', NO_SUCH.job);
  }
  expectNotFound(await rest.get(`/api/events?task_id=${NO_SUCH.task}`), 'task', NO_SUCH.task);
});
