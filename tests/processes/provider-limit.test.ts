import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeGigaChat } from '../fakes/gigachat/fake-gigachat.js';
import { GraphQLClient } from '../kit/graphql-client.js';
import { needsPostgres, Processes } from '../kit/processes.js';
import { manyModules, SHOP } from '../kit/projects.js';
import { gigaChatEnvironment } from '../kit/providers/gigachat-environment.js';
import { Story } from '../kit/story.js';

describe('on PostgreSQL, an account that allows one call at a time', needsPostgres, () => {
  let fake: FakeGigaChat;
  let processes: Processes;

  beforeEach(async () => {
    fake = await FakeGigaChat.start({ replies: ['Everything is well.'] });
    processes = await Processes.on();
  });
  afterEach(async () => {
    await processes.dispose();
    await fake.close();
  });

  test('gets one from all processes together: from those that answer, index and search', async () => {
    const env = gigaChatEnvironment(fake);
    const [api] = await Promise.all([processes.api(env), processes.worker(env), processes.worker(env)]);
    // Calls that may overlap do.
    fake.latencyMs = 150;
    const story = new Story(new GraphQLClient(api.url));
    const sessionId = await story.index(SHOP);
    const dialogs = await Promise.all(Array.from({ length: 6 }, () => story.dialog(sessionId)));
    const { jobId } = await story.upload(manyModules(60));
    const [job, , ...tasks] = await Promise.all([
      story.finishJob(jobId),
      story.search(sessionId, 'How is the total computed?'),
      ...dialogs.map((dialog) => story.ask(dialog, 'Is all well?', { mode: 'QA' })),
    ]);
    expect(job).toMatchObject({ status: 'DONE', counts: { indexedFiles: 60, failedFiles: 0 } });
    for (const task of tasks) expect(task).toMatchObject({ status: 'DONE', failure: null });
    expect(fake.mostCalls).toBe(1);
    // Each process has an access token of its own.
    expect(fake.account.granted.length).toBe(3);
  });
});
