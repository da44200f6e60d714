import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DialogMessagesDocument, TaskEventsDocument } from '../src/generated/documents/graphql.js';
import { collect } from './kit/collect.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { SHOP } from './kit/projects.js';
import { RestClient } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story, toInputs } from './kit/story.js';

const QUESTION = 'Where is a failed payment tried again?';
const NOBODY = { task: 'tsk_01jd7h0000f00r00000000000g', job: 'job_01jd7h0000f00r00000000000g' };

let server: ServerProcess;
let story: Story;
let rest: RestClient;

beforeAll(async () => {
  server = await startServer();
  story = new Story(new GraphQLClient(server.url));
  rest = new RestClient(server.url);
});

afterAll(() => disposeServer(server));

/** A run without what differs from run to run. */
function timeless(events: readonly { event: string; data: string }[]): unknown[] {
  return events
    .filter(({ event }) => event !== 'task_delta')
    .map(({ event, data }) => {
      const { task_id, message_id, dialog_session_id, rag_session_id, usage, ...rest } = JSON.parse(data);
      delete rest.created_at;
      delete rest.started_at;
      delete rest.finished_at;
      return { event, ...rest };
    });
}

describe('the two doors', () => {
  test('take the same message the same way, to the same result', async () => {
    const created = await rest.post('/api/rag/sessions', { project_id: 'shop', files: toInputs(SHOP) });
    expect(created.status).toBe(201);
    const sessionId = created.body.rag_session_id;
    await story.finishJob(created.body.index_job_id);

    const dialog = await rest.post('/api/chat/dialogs', { rag_session_id: sessionId });
    const overRest = await rest.post('/api/chat/messages', {
      dialog_session_id: dialog.body.dialog_session_id,
      message: QUESTION,
      mode: 'project_qa',
    });
    expect(overRest.status).toBe(202);
    const restEvents = await collect(rest.events(`/api/events?task_id=${overRest.body.task_id}`));

    const { taskId } = await story.send(await story.dialog(sessionId), QUESTION, { mode: 'PROJECT_QA' });
    const graphqlEvents = await collect(rest.events(`/api/events?task_id=${taskId}`));
    expect(timeless(graphqlEvents)).toEqual(timeless(restEvents));

    const task = await rest.get(`/api/tasks/${overRest.body.task_id}`);
    const other = await story.task(taskId);
    expect(task.body).toMatchObject({ status: 'done', route: 'project/qa', result_type: 'answer', error: null });
    expect(other.reply?.content).toBe(task.body.answer);
    expect(other.reply?.citations.map(({ verdict }) => verdict)).toEqual(
      task.body.citations.map((citation: { verdict: string }) => citation.verdict),
    );
    expect(task.body.citations).toContainEqual(
      expect.objectContaining({ path: 'src/payment/retry.ts', verdict: 'VERIFIED' }),
    );
  });

  test('tell a stream’s text piece by piece, and the pieces make the stored answer', async () => {
    const dialogId = await story.dialog(await story.index(SHOP));
    const { taskId } = await story.send(dialogId, QUESTION);
    let text = '';
    for await (const event of story.taskEvents(taskId)) {
      if (event.__typename === 'MessageDelta') text = text.slice(0, event.offset) + event.text;
    }
    const task = await story.task(taskId);
    expect(text).toBe(task.reply?.content);
    const { dialog } = await story.client.run(DialogMessagesDocument, { dialogId });
    expect(dialog?.messages.nodes.map(({ role, content }) => [role, content])).toEqual([
      ['USER', QUESTION],
      ['ASSISTANT', text],
    ]);
  });

  test('know nothing of an unknown, malformed or foreign id', async () => {
    for (const id of [NOBODY.task, NOBODY.job, 'nonsense', '']) {
      const answer = await rest.get(`/api/tasks/${encodeURIComponent(id)}`);
      expect(answer.status).toBe(404);
    }
    const missing = await rest.get(`/api/tasks/${NOBODY.task}`);
    expect(missing.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(missing.body).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
      detail: expect.stringContaining(NOBODY.task),
    });
    await expect(story.task(NOBODY.task)).rejects.toThrow('There is no task');
  });

  test('refuse a stream that does not exist before it begins', async () => {
    const overRest = await rest.get(`/api/events?task_id=${NOBODY.task}`);
    expect(overRest.status).toBe(404);
    expect(overRest.body).toMatchObject({ code: 'NOT_FOUND' });
    expect((await rest.get(`/api/index/jobs/${NOBODY.job}/events`)).status).toBe(404);
    await expect(collect(story.taskEvents(NOBODY.task))).rejects.toThrow('NOT_FOUND');

    const { status, errors } = await story.client.send(TaskEventsDocument, { taskId: NOBODY.task });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    expect(status).toBe(404);
  });

  test('accept the older names of modes, and list them when they are wrong', async () => {
    const dialogId = await story.dialog(await story.index(SHOP));
    const send = (mode: string) =>
      rest.post('/api/chat/messages', { dialog_session_id: dialogId, message: 'hello', mode });
    expect((await send('analytics_review')).status).toBe(202);
    const wrong = await send('sing');
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors[0].message).toMatch(/auto.*project_qa.*project_edits.*docs_generation.*qa/);
  });

  test('end a request for edits with what is missing, since no language model is configured', async () => {
    const dialogId = await story.dialog(await story.index(SHOP));
    const task = await story.ask(dialogId, 'Add a license section to the README.', { mode: 'PROJECT_EDITS' });
    expect(task).toMatchObject({ status: 'ERROR', failure: { code: 'LLM_NOT_CONFIGURED', retryable: false } });
    expect(task.failure?.message).toMatch(/GIGACHAT_TOKEN|OPENAI_BASE_URL/);
  });
});
