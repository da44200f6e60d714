import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GraphQLClient } from './kit/graphql-client.js';
import { SHOP } from './kit/projects.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

let server: ServerProcess;
let story: Story;
let sessionId: string;

beforeAll(async () => {
  server = await startServer();
  story = new Story(new GraphQLClient(server.url));
  sessionId = await story.index(SHOP);
});

afterAll(() => disposeServer(server));

async function citedPaths(taskId: string): Promise<string[]> {
  const task = await story.task(taskId);
  return (task.reply?.citations ?? []).flatMap(({ source }) => (source && 'path' in source ? [source.path] : []));
}

describe('the turns of a dialog', () => {
  test('see nothing of each other’s passages', async () => {
    const dialogId = await story.dialog(sessionId);
    const first = await story.ask(dialogId, 'How is a failed payment tried again with backoff?');
    const second = await story.ask(dialogId, 'Which class keeps the sessions of signed-in customers?');
    const fresh = await story.ask(
      await story.dialog(sessionId),
      'Which class keeps the sessions of signed-in customers?',
    );
    expect(await citedPaths(first.id)).toContain('src/payment/retry.ts');
    expect((await citedPaths(second.id))[0]).toBe('src/session-store.py');
    expect(second.reply?.content).toBe(fresh.reply?.content);
  });

  test('go on after one that failed, as if it had not been', async () => {
    const dialogId = await story.dialog(sessionId);
    const failed = await story.ask(dialogId, 'Rewrite README.md as a poem.', { mode: 'PROJECT_EDITS' });
    expect(failed.status).toBe('ERROR');
    const next = await story.ask(dialogId, 'What does round do?');
    const alone = await story.ask(await story.dialog(sessionId), 'What does round do?');
    expect(next).toMatchObject({ status: 'DONE', failure: null, routing: alone.routing });
    expect(next.reply?.content).toBe(alone.reply?.content);
  });

  test('are answered in the order in which they were sent', async () => {
    const dialogId = await story.dialog(sessionId);
    const sent = [];
    for (const text of ['What is a price?', 'What is rounded?', 'What is retried?']) {
      sent.push(await story.send(dialogId, text));
    }
    for (const { taskId } of sent) for await (const _event of story.taskEvents(taskId));
    const tasks = await Promise.all(sent.map(({ taskId }) => story.task(taskId)));
    const finished = tasks.map(({ finishedAt }) => Date.parse(finishedAt ?? ''));
    expect(finished).toEqual([...finished].sort((a, b) => a - b));
    expect(tasks.map(({ status }) => status)).toEqual(['DONE', 'DONE', 'DONE']);
  });

  test('wait for the index job that they name, and see its files', async () => {
    const dialogId = await story.dialog(sessionId);
    const content = '# Refunds\n\nA refund is paid out within fourteen days.\n';
    const afterJobId = await story.change(sessionId, [{ upsert: { path: 'docs/refunds.md', content } }]);
    const task = await story.ask(dialogId, 'When is a refund paid out?', { afterJobId });
    expect(await citedPaths(task.id)).toContain('docs/refunds.md');
  });

  test('answer a Russian question over English code', async () => {
    const task = await story.ask(await story.dialog(sessionId), 'Где повторяется неудачный платёж?');
    expect(await citedPaths(task.id)).toContain('src/payment/retry.ts');
    expect(task.reply?.content).toMatch(/[а-я]/);
  });

  test('find the answer also in a session of a single chunk', async () => {
    const content =
      'export function total(prices: number[]) {\n  return prices.reduce((sum, price) => sum + price, 0);\n}\n';
    const tiny = await story.index({ 'src/cart.ts': content });
    const task = await story.ask(await story.dialog(tiny), 'Where is the total computed?');
    expect(task.reply?.content).toMatch(/^`total` in `src\/cart\.ts:1-3` is the closest match/);
  });

  test('say plainly that nothing was found', async () => {
    const task = await story.ask(await story.dialog(sessionId), 'How does the quantum teleporter calibrate?');
    expect(task.status).toBe('DONE');
    expect(task.reply?.content).toMatch(/^The indexed files hold no clear answer/);
  });
});
