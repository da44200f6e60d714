import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from './kit/collect.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { manyModules, SHOP } from './kit/projects.js';
import { RestClient, type ServerSentEvent } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

let server: ServerProcess;
let story: Story;
let rest: RestClient;

beforeAll(async () => {
  server = await startServer();
  story = new Story(new GraphQLClient(server.url));
  rest = new RestClient(server.url);
});

afterAll(() => disposeServer(server));

/** Reads a stream in as many connections as it has events: each is cut after its first one. */
async function readCutUp<Event>(
  open: (after: string | undefined) => AsyncIterable<Event>,
  cursorOf: (event: Event) => string,
  isLast: (event: Event) => boolean,
): Promise<Event[]> {
  const read: Event[] = [];
  for (;;) {
    const last = read.at(-1);
    for await (const event of open(last === undefined ? undefined : cursorOf(last))) {
      read.push(event);
      break;
    }
    const end = read.at(-1);
    if (end !== undefined && isLast(end)) return read;
  }
}

describe('a stream', () => {
  test('cut after every event and resumed gives the same bytes as one never cut, also while it grows', async () => {
    const { sessionId, jobId } = await story.upload(manyModules(120));
    const path = `/api/rag/sessions/${sessionId}/jobs/${jobId}/events`;
    const open = (after: string | undefined) =>
      rest.events(path, after === undefined ? {} : { 'last-event-id': after });
    const cutUp = await readCutUp<ServerSentEvent>(
      open,
      ({ id }) => id,
      ({ event }) => event === 'terminal',
    );
    const whole = await collect(rest.events(path));
    expect(cutUp).toEqual(whole);
    expect(whole.map(({ id }) => Number(id))).toEqual(whole.map((_, index) => index + 1));
    expect(whole.length).toBeGreaterThan(3);
  });

  test('over GraphQL resumes exactly after its cursor', async () => {
    const { taskId } = await story.send(await story.dialog(await story.index(SHOP)), 'How is the total computed?');
    const cutUp = await readCutUp(
      (after) => story.taskEvents(taskId, after),
      ({ cursor }) => cursor,
      ({ __typename }) => __typename === 'TaskFinished',
    );
    expect(cutUp).toEqual(await collect(story.taskEvents(taskId)));
  });

  test('gives a late subscriber everything, one terminal event last', async () => {
    const sessionId = await story.index(SHOP);
    const task = await story.ask(await story.dialog(sessionId), 'What is rounded?');
    const events = await collect(story.taskEvents(task.id));
    expect(events.map(({ cursor }) => Number(cursor))).toEqual(events.map((_, index) => index + 1));
    expect(events.filter(({ __typename }) => __typename === 'TaskFinished')).toHaveLength(1);
    expect(events.at(-1)?.__typename).toBe('TaskFinished');
    expect(events[0]).toMatchObject({ __typename: 'TaskStatusChanged', status: 'QUEUED', queuePosition: 1 });
  });

  test('has no content for a reader that resumes at its end, and refuses a cursor beyond it', async () => {
    const { jobId } = await story.upload(SHOP);
    await story.finishJob(jobId);
    const path = `/api/index/jobs/${jobId}/events`;
    const events = await collect(rest.events(path));
    const end = events.at(-1)?.id ?? '';
    expect((await rest.get(path, { 'last-event-id': end })).status).toBe(204);
    expect((await rest.get(`${path}?after=${end}`)).status).toBe(204);
    const beyond = await rest.get(`${path}?after=${Number(end) + 1}`);
    expect(beyond.status).toBe(422);
    expect(beyond.body).toMatchObject({ code: 'UNKNOWN_CURSOR' });
    expect(await collect(story.jobEvents(jobId, end))).toEqual([]);
  });

  test('never stops the work when it is closed', async () => {
    const { sessionId, jobId } = await story.upload(manyModules(60));
    for await (const _event of story.jobEvents(jobId)) break;
    expect(await story.finishJob(jobId)).toMatchObject({ status: 'DONE', session: { id: sessionId } });
  });
});
