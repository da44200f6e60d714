import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FetchConfluencePageDocument } from '../src/generated/documents/graphql.js';
import { FakeConfluence } from './fakes/confluence/fake-confluence.js';
import { RUNBOOK, SAMPLE_PAGES } from './fakes/confluence/sample-pages.js';
import { collect } from './kit/collect.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { SHOP } from './kit/projects.js';
import { RestClient } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

const QUESTION = 'How long may the canary run?';

let cloud: FakeConfluence;
let dataCenter: FakeConfluence;
let server: ServerProcess;
let story: Story;
let rest: RestClient;
let sessionId: string;

beforeAll(async () => {
  cloud = await FakeConfluence.start({ edition: 'cloud', pages: SAMPLE_PAGES });
  dataCenter = await FakeConfluence.start({ edition: 'data center', contextPath: '/confluence', pages: SAMPLE_PAGES });
  server = await startServer({
    CONFLUENCE_BASE_URLS: `${cloud.baseUrl},${dataCenter.baseUrl}`,
    CONFLUENCE_TOKEN: dataCenter.token,
    CONFLUENCE_CREDENTIALS: `${cloud.origin}=basic:${cloud.user}:${cloud.apiToken}`,
  });
  story = new Story(new GraphQLClient(server.url));
  rest = new RestClient(server.url);
  sessionId = await story.index(SHOP);
});

afterAll(async () => {
  await disposeServer(server);
  await cloud.close();
  await dataCenter.close();
});

describe('a page of Confluence', () => {
  test('is the same over both doors, from both editions, each with its own credentials', async () => {
    for (const fake of [cloud, dataCenter]) {
      const url = fake.urlOf(RUNBOOK);
      const { confluencePage } = await story.client.run(FetchConfluencePageDocument, { url });
      if (!('pageId' in confluencePage)) throw new Error(JSON.stringify(confluencePage));
      const { body } = await rest.post('/internal/tools/confluence/fetch', { url });
      expect(confluencePage).toMatchObject({ pageId: RUNBOOK.id, title: RUNBOOK.title, space: 'OPS', version: 7 });
      expect(confluencePage.contentMarkdown).toContain('| Canary<br>5 % \\| 10 % | The canary may run');
      expect(body).toMatchObject({ page_id: RUNBOOK.id, content_markdown: confluencePage.contentMarkdown });
    }
    const basic = Buffer.from(`${cloud.user}:${cloud.apiToken}`).toString('base64');
    expect(new Set(cloud.requests.map(({ authorization }) => authorization))).toEqual(new Set([`Basic ${basic}`]));
    const bearer = new Set(dataCenter.requests.map(({ authorization }) => authorization));
    expect(bearer).toEqual(new Set([`Bearer ${dataCenter.token}`]));
  });

  test('has a member of the result union for each failure', async () => {
    const fetch = (url: string) => story.client.run(FetchConfluencePageDocument, { url });
    expect((await fetch('https://wiki.example/x/AbC')).confluencePage).toMatchObject({
      __typename: 'HostNotAllowedError',
      code: 'HOST_NOT_ALLOWED',
      host: 'wiki.example',
    });
    cloud.misbehave({ kind: 'status', status: 429, retryAfter: '9' });
    expect((await fetch(cloud.urlOf(RUNBOOK))).confluencePage).toMatchObject({
      __typename: 'UpstreamError',
      upstreamStatus: 429,
      retryAfterMs: 9_000,
    });
  });
});

describe('an attached page', () => {
  const attachments = () => [{ confluence: { url: dataCenter.urlOf(RUNBOOK) } }];

  test('is quoted in the answer, and the quote is verified and stays in the history', async () => {
    const dialogId = await story.dialog(sessionId);
    const task = await story.ask(dialogId, QUESTION, { mode: 'PROJECT_QA', attachments: attachments() });
    expect(task.status).toBe('DONE');
    expect(task.reply?.content).toMatch(/^On the attached page, the lines closest to the question are/);
    expect(task.reply?.citations[0]).toMatchObject({
      marker: 1,
      verdict: 'VERIFIED',
      quote: expect.stringContaining('The canary may run for 15 minutes.'),
      source: { __typename: 'ConfluenceSource', url: dataCenter.urlOf(RUNBOOK), pageId: RUNBOOK.id, pageVersion: 7 },
    });
    const { body } = await rest.get(`/api/tasks/${task.id}`);
    expect(body.citations[0]).toMatchObject({ type: 'confluence', url: dataCenter.urlOf(RUNBOOK), path: null });
    const history = await rest.get(`/api/chat/dialogs/${dialogId}/messages`);
    expect(history.body.messages.at(-1).citations).toEqual(body.citations);
  });

  test('is not among the files that the task tells as its sources', async () => {
    const message = {
      dialog_session_id: await story.dialog(sessionId),
      message: QUESTION,
      mode: 'project_qa',
      attachments: [{ type: 'confluence', url: cloud.urlOf(RUNBOOK) }],
    };
    const { body } = await rest.post('/api/chat/messages', message);
    const events = await collect(rest.events(`/api/events?task_id=${body.task_id}`));
    const told = events.filter(({ event }) => event === 'task_sources').map(({ data }) => JSON.stringify(data));
    expect(told).toHaveLength(1);
    expect(told[0]).not.toMatch(/confluence|runbook/i);
  });

  test.each([
    [
      'is not listed',
      () => 'https://wiki.example/display/A/B',
      /^The attached page cannot be read\. The host "wiki\.example"/,
    ],
    ['does not exist', () => `${cloud.baseUrl}/spaces/OPS/pages/1`, /There is no Confluence page/],
  ])('that %s fails the task with the reason', async (_, url, message) => {
    const task = await story.ask(await story.dialog(sessionId), QUESTION, {
      attachments: [{ confluence: { url: url() } }],
    });
    expect(task).toMatchObject({
      status: 'ERROR',
      failure: { code: 'ATTACHMENT_FAILED', retryable: false, message: expect.stringMatching(message) },
    });
  });

  test('that cannot be had for a moment is asked for again', async () => {
    dataCenter.misbehave({ kind: 'status', status: 503 });
    const task = await story.ask(await story.dialog(sessionId), QUESTION, { attachments: attachments() });
    expect(task.status).toBe('DONE');
    expect(task.reply?.citations[0]?.verdict).toBe('VERIFIED');
  });
});
