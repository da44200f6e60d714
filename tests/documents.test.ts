import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeGigaChat } from './fakes/gigachat/fake-gigachat.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { SHOP } from './kit/projects.js';
import { gigaChatEnvironment } from './kit/providers/gigachat-environment.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

let fake: FakeGigaChat;
let server: ServerProcess;
let story: Story;

beforeAll(async () => {
  fake = await FakeGigaChat.start({ replies: [''] });
  server = await startServer({ ...gigaChatEnvironment(fake), EMBEDDING_PROVIDER: 'offline' });
  story = new Story(new GraphQLClient(server.url));
});
afterAll(async () => {
  await disposeServer(server);
  await fake.close();
});

async function ask(text: string, ...replies: string[]) {
  fake.replies.set(replies);
  return story.ask(await story.dialog(await story.index(SHOP)), text, { mode: 'DOCS_GENERATION' });
}

test.each([
  ['Напиши документацию о корзине', 'Написан документ о корзине; сумма считается в `cartTotal` [1].'],
  ['Write documentation of the cart', 'The document covers the cart; `cartTotal` adds it up [1].'],
])('documents come as a changeset with a word about them: %s', async (text, told) => {
  const plan = { path: 'docs/cart.md', title: 'Cart', sections: [], read: ['src/cart.ts', 'src/money.ts'] };
  const task = await ask(
    text,
    JSON.stringify({ result: 'files', summary: 'A page about the cart.', documents: [plan] }),
    '<document>\n# Cart\n\n`cartTotal` adds up the prices.\n</document>',
    told,
  );
  expect(task).toMatchObject({ status: 'DONE', failure: null, reply: { content: told }, usage: { llmCalls: 3 } });
  expect(task.reply?.citations).toMatchObject([{ marker: 1, verdict: 'VERIFIED' }]);
  expect(task.reply?.changeset?.id).toMatch(/^chg_/);
});

test('a text for the chat comes as an answer with what it rests on', async () => {
  const plan = { title: 'Architecture', sections: ['Cart'], read: ['src/cart.ts'] };
  const task = await ask(
    'Explain the architecture of the cart in one page here',
    JSON.stringify({ result: 'answer', documents: [plan] }),
    '## Cart\n\n`cartTotal` adds up the prices [1]. Nothing stands behind this [99].',
  );
  expect(task.reply?.changeset ?? null).toBe(null);
  expect(task.reply?.citations.map(({ marker, verdict }) => [marker, verdict])).toEqual([
    [1, 'VERIFIED'],
    [99, 'UNVERIFIED'],
  ]);
});
