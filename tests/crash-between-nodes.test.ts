import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeGigaChat } from './fakes/gigachat/fake-gigachat.js';
import { type ModelRole, modelOfRoles, roleOf } from './fakes/model-of-roles.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { SHOP } from './kit/projects.js';
import { gigaChatEnvironment } from './kit/providers/gigachat-environment.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

const MODEL = modelOfRoles({
  router: '{"route": "PROJECT_EDITS", "confidence": 0.9, "reason": "An order."}',
  editsPlan: JSON.stringify({
    summary: 'Two notes.',
    operations: [
      { op: 'update', path: 'README.md', intent: 'Note it.' },
      { op: 'create', path: 'NOTES.md', intent: 'Note it.' },
    ],
    code_files: [],
  }),
  editsApply: (prompt) =>
    prompt.includes('File: README.md')
      ? '<find>\n# Shop\n</find>\n<replace>\n# The shop\n</replace>'
      : '<content>\n# Notes\n</content>',
  editsSelfCheck: '{"approved": true, "repairs": []}',
});

let fake: FakeGigaChat;
let server: ServerProcess;

beforeAll(async () => {
  fake = await FakeGigaChat.start({ replies: MODEL });
  server = await startServer({
    ...gigaChatEnvironment(fake),
    EMBEDDING_PROVIDER: 'offline',
    PROVIDER_FIRST_BYTE_SECONDS: '600',
  });
});
afterAll(async () => {
  await disposeServer(server);
  await fake.close();
});

const story = () => new Story(new GraphQLClient(server.url));

/** The roles of all requests since `from`, in order. */
function rolesSince(from: number): ModelRole[] {
  return fake
    .requestsOf('chat')
    .slice(from)
    .map(({ body }) => {
      const role = roleOf((body as { messages: { role: string; content: string }[] }).messages);
      if (role === null) throw new Error('A prompt of no known role was sent.');
      return role;
    });
}

describe('after kill -9 while the model is asked', () => {
  const WHOLE: readonly ModelRole[] = ['router', 'editsPlan', 'editsApply', 'editsApply', 'editsSelfCheck'];

  test.each([1, 3])('after %i answers: only the call that was open is made again', async (answers) => {
    const sessionId = await story().index(SHOP);
    const from = fake.requestsOf('chat').length;
    fake.misbehave('chat', ...Array.from({ length: answers }, () => null), { kind: 'hang before headers' });
    const { taskId } = await story().send(await story().dialog(sessionId), 'Change the README and add notes');
    await expect.poll(() => fake.requestsOf('chat').length - from, { timeout: 60_000 }).toBe(answers + 1);
    await server.kill();
    await server.start();
    for await (const _event of story().taskEvents(taskId));

    const task = await story().task(taskId);
    expect(task).toMatchObject({ status: 'DONE', failure: null });
    expect(task.reply?.changeset?.operations.map(({ path }) => path)).toEqual(['README.md', 'NOTES.md']);
    expect(rolesSince(from)).toEqual([...WHOLE.slice(0, answers + 1), ...WHOLE.slice(answers)]);
  });
});
