import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../src/api/test-api.js';
import { RestClient } from '../kit/rest-client.js';
import { expectProblem } from '../kit/rest-shapes.js';

/** Nothing works off the queue here, so that what was sent stays unfinished. */
let api: TestApi;
let rest: RestClient;
let dialog: string;

beforeAll(async () => {
  api = await openTestApi({
    environment: {
      MAX_ACTIVE_JOBS: '1',
      MAX_ACTIVE_TASKS: '1',
      MAX_SUBSCRIPTIONS: '1',
      MAX_FILES_PER_REQUEST: '2',
      MAX_MESSAGE_CHARS: '10',
    },
  });
  rest = new RestClient(api.url);
  const session = await rest.post('/api/rag/sessions', { project_id: 'shop', files: [] });
  const opened = await rest.post('/api/chat/dialogs', { rag_session_id: session.body.rag_session_id });
  dialog = opened.body.dialog_session_id;
});

afterAll(() => api.dispose());

const upload = (count: number) =>
  rest.post('/api/rag/sessions', {
    project_id: 'shop',
    files: Array.from({ length: count }, (_, index) => ({ path: `${index}.md`, content: '' })),
  });
const send = (message: string) => rest.post('/api/chat/messages', { dialog_session_id: dialog, message });

const quota = (detail: RegExp) => ({
  status: 429,
  code: 'QUOTA_EXCEEDED',
  detail,
  members: { limit: 1, actual: 1, retry_after_ms: 1_000 },
  headers: { 'retry-after': '1' },
});

test('an owner may have so many unfinished jobs, and is told when to come back', async () => {
  const first = await upload(1);
  expect(first.status).toBe(201);
  const refused = quota(/^1 index jobs are unfinished; the limit is 1 \(MAX_ACTIVE_JOBS\)\. Wait/);
  expectProblem(await upload(1), refused);
  expectProblem(await rest.post('/api/index/snapshot', { project_id: 'shop', files: [] }), refused);
  const changes = `/api/rag/sessions/${first.body.rag_session_id}/changes`;
  expectProblem(await rest.post(changes, { changed_files: [] }), refused);
});

test('an owner may have so many unfinished tasks', async () => {
  expect((await send('one')).status).toBe(202);
  expectProblem(await send('two'), quota(/^1 tasks are unfinished; the limit is 1 \(MAX_ACTIVE_TASKS\)\. Wait/));
});

test('an owner may have so many open streams', async () => {
  const { body } = await rest.get(`/api/chat/dialogs/${dialog}/messages`);
  const path = `/api/events?task_id=${body.messages[0].task_id}`;
  const open = rest.events(path);
  await open.next();
  expectProblem(await rest.get(path), quota(/^1 subscriptions are open; the limit is 1 \(MAX_SUBSCRIPTIONS\)\. Close/));
  await open.return(undefined);
});

test('a request may have so many files, and a message so many characters', async () => {
  expectProblem(await upload(3), {
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
    detail: /^The request has 3 files; the limit is 2 \(MAX_FILES_PER_REQUEST\)\. Send/,
    members: { limit: 2, actual: 3 },
  });
  expectProblem(await send('x'.repeat(11)), {
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
    detail: /^The message has 11 characters; the limit is 10 \(MAX_MESSAGE_CHARS\)\. Shorten/,
    members: { limit: 10, actual: 11 },
  });
});
