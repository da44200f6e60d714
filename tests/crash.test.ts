import { afterEach, describe, expect, test } from 'vitest';
import { GraphQLClient } from './kit/graphql-client.js';
import { dumpIndex, readDatabase } from './kit/index-dump.js';
import { expectWholeLogs, until } from './kit/processes.js';
import { manyModules, SHOP } from './kit/projects.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

const servers: ServerProcess[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await disposeServer(server);
});

async function start(): Promise<{ server: ServerProcess; story: () => Story }> {
  const server = await startServer();
  servers.push(server);
  return { server, story: () => new Story(new GraphQLClient(server.url)) };
}

describe('after kill -9', () => {
  test('in the middle of indexing the job goes on, and the index equals that of an undisturbed run', async () => {
    const files = manyModules(120);
    const calm = await start();
    await calm.story().index(files);
    await calm.server.stop();

    const { server, story } = await start();
    const { jobId } = await story().upload(files);
    // Killed early, in the middle and late, each time after progress was told.
    for (const processed of [1, 40, 80]) {
      await until(story().jobEvents(jobId), (event) => {
        if (event.__typename === 'IndexFinished') throw new Error('The job ended before it could be interrupted.');
        return event.__typename === 'IndexProgressed' && event.processedFiles >= processed;
      });
      await server.kill();
      await server.start();
    }
    const job = await story().finishJob(jobId);
    expect(job).toMatchObject({ status: 'DONE', version: 1, counts: { processedFiles: 120, indexedFiles: 120 } });
    await server.stop();

    expect(await dumpIndex(server.place)).toEqual(await dumpIndex(calm.server.place));
    await expectWholeLogs(server.place);
    const [texts] = await readDatabase<{ count: number }>(
      server.place,
      'select count(*)::int as count from embedding_cache',
    );
    // A text that was computed for a batch that died is found in the cache by the next attempt.
    expect(job.counts.embeddingsComputed).toBeLessThanOrEqual(texts?.count ?? 0);
  });

  test('in the middle of an answer the task goes on, and the answer equals that of an undisturbed run', async () => {
    const { server, story } = await start();
    const sessionId = await story().index(SHOP);
    const question = 'Where is a failed payment tried again?';
    const undisturbed = await story().ask(await story().dialog(sessionId), question);

    const interrupted: string[] = [];
    for (const cut of [1, 3, 5]) {
      const { taskId } = await story().send(await story().dialog(sessionId), question);
      await until(story().taskEvents(taskId), ({ cursor }) => Number(cursor) >= cut);
      await server.kill();
      await server.start();
      const task = await story().task(taskId);
      if (task.status !== 'DONE') interrupted.push(taskId);
      await until(story().taskEvents(taskId), () => false);
      expect(await story().task(taskId)).toMatchObject({
        status: 'DONE',
        reply: { content: undisturbed.reply?.content, citations: undisturbed.reply?.citations },
      });
    }
    expect(interrupted.length).toBeGreaterThan(0);
    await server.stop();
    await expectWholeLogs(server.place);
  });
});

test('after a restart dialogs, history, the route of a follow-up and the index are all there; what an older chunker indexed says so, and is indexed anew by its next job', async () => {
  const { server, story } = await start();
  const [sessionId, older] = [await story().index(SHOP), await story().index(SHOP)];
  const dialogId = await story().dialog(sessionId);
  const before = await story().ask(dialogId, 'How is the cart total computed?');
  expect(await server.stop()).toBe(0);
  await readDatabase(
    server.place,
    `update rag_sessions set chunker_version = 'older' where id = '${older}' returning id`,
  );
  await server.start();

  expect(await story().task(before.id)).toEqual(before);
  const followUp = await story().ask(dialogId, 'why?');
  expect(followUp).toMatchObject({ status: 'DONE', routing: { route: 'PROJECT_QA' } });
  const { hits } = await story().search(sessionId, 'round to cents');
  expect(hits[0]?.source.path).toBe('src/money.ts');

  expect(await story().session(sessionId)).toMatchObject({ needsReindex: false });
  expect(await story().session(older)).toMatchObject({ needsReindex: true, version: 1 });
  const job = await story().finishJob(await story().change(older, []));
  expect(job).toMatchObject({ status: 'DONE', version: 2, counts: { indexedFiles: 5, embeddingsComputed: 0 } });
  expect(await story().session(older)).toMatchObject({ needsReindex: false, coverage: { indexedFiles: 5 } });
});
