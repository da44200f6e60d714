import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GraphQLClient } from './kit/graphql-client.js';
import { manyModules } from './kit/projects.js';
import { RestClient } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

let server: ServerProcess;
let story: Story;

beforeEach(async () => {
  server = await startServer();
  story = new Story(new GraphQLClient(server.url));
});
afterEach(() => disposeServer(server));

test('a shutdown hands back a running job and ends its streams without a terminal event; the next start finishes it', async () => {
  const { jobId } = await story.upload(manyModules(300));
  const rest = new RestClient(server.url);
  const seen: string[] = [];
  let stopped: Promise<number | null> | null = null;
  const reading = (async () => {
    for await (const { event } of rest.events(`/api/index/jobs/${jobId}/events`)) {
      seen.push(event);
      if (event === 'index_progress') stopped ??= server.stop();
    }
  })();
  // Cut, not ended: a reader must not take the end of the connection for the end of the job.
  await expect(reading).rejects.toThrow('terminated');
  expect(await stopped).toBe(0);
  expect(seen).not.toContain('terminal');
  await server.start();
  const again = new Story(new GraphQLClient(server.url));
  expect(await again.finishJob(jobId)).toMatchObject({ status: 'DONE', counts: { indexedFiles: 300 } });
});

test('a second server on the same data folder is refused, and told of the first', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: server.dataDir, PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(said).toContain(String(server.pid));
  expect(said).toContain(server.url);
});

test('wrong settings are all named at once, before anything starts', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
    env: { PATH: process.env.PATH ?? '', PORT: 'many', ROLE: 'boss' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, 'close');
  expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/PORT.+\n.+ROLE/) });
});
