import { setTimeout as sleep } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { afterEach, expect, test } from 'vitest';
import { GraphQLClient } from './kit/graphql-client.js';
import { readDatabase } from './kit/index-dump.js';
import { SHOP } from './kit/projects.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

const DIALOG: TypedDocumentNode<{ dialog: object | null }, { id: string }> = parse(
  'query ($id: ID!) { dialog(id: $id) { id } }',
);

const servers: ServerProcess[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await disposeServer(server);
});

/** Makes all that has a date a year old, but for one dialog. */
async function age({ place }: ServerProcess, { but }: { but: string }): Promise<void> {
  await readDatabase(
    place,
    `do $$ declare dated record; begin
       for dated in select table_name, column_name from information_schema.columns
         where table_schema = 'public' and column_name in
           ('ended_at', 'created_at', 'finished_at', 'unused_since', 'used_at', 'last_activity_at')
       loop
         execute format('update %I set %2$I = %2$I - interval ''1 year''', dated.table_name, dated.column_name);
       end loop;
       update dialog_sessions set last_activity_at = now() where id = '${but}';
     end $$`,
  );
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(50);
}

test('what has ended long ago goes at the next start; what is used or cited stays', async () => {
  const server = await startServer({ KEEP_IDLE_DIALOGS_HOURS: '24' });
  servers.push(server);
  const story = () => new Story(new GraphQLClient(server.url));
  const sessionId = await story().index(SHOP);
  const [idle, kept] = [await story().dialog(sessionId), await story().dialog(sessionId)];
  const question = 'How is the cart total computed?';
  await story().ask(idle, question);
  const { id: taskId, reply } = await story().ask(kept, question, { idempotencyKey: 'once' });
  const jobs: string[] = [];
  for (const amount of [1, 2]) {
    const content = `${SHOP['src/cart.ts']}\nexport const VERSION = ${amount};\n`;
    jobs.push(await story().change(sessionId, [{ upsert: { path: 'src/cart.ts', content } }]));
    await story().finishJob(jobs.at(-1) ?? '');
  }
  await server.stop();
  await age(server, { but: kept });
  await server.start();

  // Dialogs are the last that a round looks at.
  await until(async () => (await story().client.run(DIALOG, { id: idle })).dialog === null);
  expect(await story().task(taskId)).toMatchObject({ status: 'DONE', reply });
  const events: string[] = [];
  for await (const { __typename } of story().taskEvents(taskId)) events.push(__typename);
  expect(events).toEqual(['TaskFinished']);
  await expect(story().finishJob(jobs[0] ?? '')).rejects.toThrow('NOT_FOUND');
  expect(await story().finishJob(jobs[1] ?? '')).toMatchObject({ status: 'DONE', version: 3 });
  const again = await story().finishJob(await story().change(sessionId, [{ delete: 'README.md' }]));
  expect(again).toMatchObject({ status: 'DONE', version: 4 });
  expect((await story().search(sessionId, 'cart total')).hits[0]?.source.path).toBe('src/cart.ts');
  await server.stop();

  const [rows] = await readDatabase(
    server.place,
    `select (select count(*)::int from dialog_sessions) as dialogs,
       (select count(*)::int from rag_index_jobs) as jobs,
       (select count(*)::int from stream_heads where stream like 'job%') as "streamsOfJobs",
       (select count(*)::int from idempotency_keys) as keys,
       (select count(*)::int from embedding_cache) as vectors,
       (select count(*)::int from rag_index_job_files where outcome <> 'DELETED') as entries,
       (select count(*)::int from langgraph.checkpoints) as checkpoints,
       (select count(*)::int from file_contents) as contents,
       (select count(*)::int from file_contents join rag_files using (session_key, content_hash)) as contents_of_files`,
  );
  expect(rows).toEqual({
    dialogs: 1,
    // The last of the old ones, and the one since.
    jobs: 2,
    streamsOfJobs: 2,
    keys: 0,
    vectors: 0,
    entries: 0,
    checkpoints: 0,
    // Of the cart's three contents the first is cited, the second is nobody's; the README's has gone just now.
    contents: 6,
    contents_of_files: 4,
  });
});
