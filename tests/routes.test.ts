import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfirmChangesetAppliedDocument, ReviewChangesetDocument } from '../src/generated/documents/graphql.js';
import { FakeGigaChat } from './fakes/gigachat/fake-gigachat.js';
import { type ModelRole, modelOfRoles, type RoleReply } from './fakes/model-of-roles.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { SHOP } from './kit/projects.js';
import { gigaChatEnvironment } from './kit/providers/gigachat-environment.js';
import { RestClient } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

/** A message, what the model says in each role, and what must come of it. */
interface Case {
  readonly message: string;
  readonly route: 'DEFAULT_GENERAL' | 'PROJECT_QA' | 'PROJECT_EDITS' | 'DOCS_GENERATION';
  readonly replies: Partial<Record<ModelRole, RoleReply>>;
  readonly answer: string | RegExp;
  readonly paths: readonly string[];
}

const plan = (summary: string) =>
  JSON.stringify({
    summary,
    operations: [{ op: 'update', path: 'README.md', intent: 'Say four times.' }],
    code_files: [],
  });
const FOUR_TIMES = '<find>\nis tried three times\n</find>\n<replace>\nis tried four times\n</replace>';
const APPROVED = JSON.stringify({ approved: true, repairs: [] });
const outline = (summary: string) =>
  JSON.stringify({
    result: 'files',
    summary,
    documents: [{ path: 'docs/cart.md', title: 'Cart', sections: [], read: ['src/cart.ts'] }],
  });

const CASES: readonly Case[] = [
  {
    message: 'Чем REST отличается от GraphQL?',
    route: 'DEFAULT_GENERAL',
    replies: { generalAnswer: 'REST — это стиль, а GraphQL — язык запросов. Ёж 🦔.' },
    answer: 'REST — это стиль, а GraphQL — язык запросов. Ёж 🦔.',
    paths: [],
  },
  {
    message: 'What is the difference between REST and GraphQL?',
    route: 'DEFAULT_GENERAL',
    replies: { generalAnswer: 'REST is a style, GraphQL is a query language.' },
    answer: 'REST is a style, GraphQL is a query language.',
    paths: [],
  },
  {
    message: 'Где считается сумма корзины cartTotal?',
    route: 'PROJECT_QA',
    replies: { projectAnswer: 'Сумма считается в `cartTotal` [1].' },
    answer: 'Сумма считается в `cartTotal` [1].',
    paths: [],
  },
  {
    message: 'Where is the cart total computed?',
    route: 'PROJECT_QA',
    replies: { projectAnswer: '`cartTotal` adds up the prices [1].' },
    answer: '`cartTotal` adds up the prices [1].',
    paths: [],
  },
  {
    message: 'Исправь README: оплату пробуют четыре раза',
    route: 'PROJECT_EDITS',
    replies: {
      editsPlan: plan('README говорит о четырёх попытках.'),
      editsApply: FOUR_TIMES,
      editsSelfCheck: APPROVED,
    },
    answer: /README говорит о четырёх попытках/,
    paths: ['README.md'],
  },
  {
    message: 'Change the README: a payment is tried four times',
    route: 'PROJECT_EDITS',
    replies: { editsPlan: plan('The README says four times.'), editsApply: FOUR_TIMES, editsSelfCheck: APPROVED },
    answer: /The README says four times/,
    paths: ['README.md'],
  },
  {
    message: 'Напиши документацию о корзине',
    route: 'DOCS_GENERATION',
    replies: {
      docsOutline: outline('Страница о корзине.'),
      docsGeneration: '<document>\n# Корзина\n\n`cartTotal` складывает цены.\n</document>',
      docsSummary: 'Написана страница о корзине [1].',
    },
    answer: 'Написана страница о корзине [1].',
    paths: ['docs/cart.md'],
  },
  {
    message: 'Write documentation of the cart',
    route: 'DOCS_GENERATION',
    replies: {
      docsOutline: outline('A page about the cart.'),
      docsGeneration: '<document>\n# Cart\n\n`cartTotal` adds up the prices.\n</document>',
      docsSummary: 'A page about the cart was written [1].',
    },
    answer: 'A page about the cart was written [1].',
    paths: ['docs/cart.md'],
  },
];

let fake: FakeGigaChat;
let server: ServerProcess;
let client: GraphQLClient;
let story: Story;
let rest: RestClient;
let sessionId: string;

beforeAll(async () => {
  fake = await FakeGigaChat.start();
  server = await startServer(gigaChatEnvironment(fake));
  client = new GraphQLClient(server.url);
  story = new Story(client);
  rest = new RestClient(server.url);
  sessionId = await story.index(SHOP);
});
afterAll(async () => {
  await disposeServer(server);
  await fake.close();
});

function play({ route, replies }: Case): void {
  const router = JSON.stringify({ route, confidence: 0.9, reason: 'As the message says.' });
  fake.replies.set(modelOfRoles({ router, rewrite: '{"query": ""}', tools: '{"requests": []}', ...replies }));
}

function expectAnswer(answer: string | null | undefined, { answer: expected }: Case): void {
  if (typeof expected === 'string') expect(answer).toBe(expected);
  else expect(answer).toMatch(expected);
}

describe.each(CASES)('$route, "$message"', (each) => {
  test('over GraphQL: the model routes, the deltas make the stored answer, the proposal comes with it', async () => {
    play(each);
    const { taskId } = await story.send(await story.dialog(sessionId), each.message);
    let streamed = '';
    const types: string[] = [];
    for await (const event of story.taskEvents(taskId)) {
      types.push(event.__typename);
      if (event.__typename === 'MessageDelta') streamed = streamed.slice(0, event.offset) + event.text;
    }
    const task = await story.task(taskId);
    expect(task).toMatchObject({ status: 'DONE', failure: null, routing: { route: each.route } });
    expectAnswer(task.reply?.content, each);
    expect(streamed).toBe(task.reply?.content);
    expect((task.reply?.changeset?.operations ?? []).map(({ path }) => path)).toEqual(each.paths);
    expect(types.includes('ChangesetProposed')).toBe(each.paths.length > 0);
    expect(types.at(-1)).toBe('TaskFinished');
    expect(task.usage.llmCalls).toBeGreaterThan(1);
  });

  test('over REST: the same, with the route and the result in its own words', async () => {
    play(each);
    const dialog = await rest.post('/api/chat/dialogs', { rag_session_id: sessionId });
    const sent = await rest.post('/api/chat/messages', {
      dialog_session_id: dialog.body.dialog_session_id,
      message: each.message,
    });
    expect(sent.status).toBe(202);
    let streamed = '';
    const types: string[] = [];
    for await (const { event, data } of rest.events(`/api/events?task_id=${sent.body.task_id}`)) {
      types.push(event);
      const { offset, text } = JSON.parse(data);
      if (event === 'task_delta') streamed = streamed.slice(0, offset) + text;
    }
    const { body: task } = await rest.get(`/api/tasks/${sent.body.task_id}`);
    expect(task).toMatchObject({
      status: 'done',
      error: null,
      route: each.route.toLowerCase().replace('_', '/'),
      result_type: each.paths.length > 0 ? 'changeset' : 'answer',
    });
    expectAnswer(task.answer, each);
    expect(streamed).toBe(task.answer);
    expect((task.changeset?.operations ?? []).map(({ path }: { path: string }) => path)).toEqual(each.paths);
    expect(types.includes('task_changeset')).toBe(each.paths.length > 0);
    expect(types.at(-1)).toBe('terminal');
  });
});

test('a proposal is reviewed and confirmed, its files are indexed, and the next turn knows of it', async () => {
  const edits = CASES.find(({ route }) => route === 'PROJECT_EDITS') as Case;
  const own = await story.index(SHOP);
  const dialogId = await story.dialog(own);
  play(edits);
  const task = await story.ask(dialogId, edits.message);
  const changesetId = task.reply?.changeset?.id ?? '';
  const review = {
    changesetId,
    decisions: [{ path: 'README.md', decision: 'REJECTED' as const, reason: 'Five, not four.' }],
  };
  expect(await client.run(ReviewChangesetDocument, { input: review })).toMatchObject({
    reviewChangeset: { changeset: { status: 'REJECTED' } },
  });

  play(edits);
  const second = await story.ask(dialogId, edits.message);
  expect(JSON.stringify(fake.requestsOf('chat').at(-3)?.body)).toContain('Five, not four.');
  const operation = second.reply?.changeset?.operations[0];
  if (operation?.__typename !== 'UpdateFile') throw new Error('An update was expected.');
  expect(createHash('sha256').update(operation.content, 'utf8').digest('hex')).toBe(operation.resultHash);
  const confirmation = {
    changesetId: second.reply?.changeset?.id ?? '',
    applied: [{ path: 'README.md', resultHash: operation.resultHash }],
  };
  const { confirmChangesetApplied: confirmed } = await client.run(ConfirmChangesetAppliedDocument, {
    input: confirmation,
  });
  if (!('job' in confirmed) || confirmed.job === null) throw new Error(JSON.stringify(confirmed));
  await story.finishJob(confirmed.job.id);
  expect((await story.search(own, 'payment is tried four times')).hits[0]).toMatchObject({
    source: { path: 'README.md' },
    content: expect.stringContaining('tried four times'),
  });
});
