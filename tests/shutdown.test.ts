import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { GraphQLClient } from './kit/graphql-client.js';
import { testDatabaseUrl } from './kit/postgres.js';
import { manyModules, SHOP } from './kit/projects.js';
import { RestClient } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import { environmentOf, ServerProcess } from './kit/server-process.js';
import { Story } from './kit/story.js';

let server: ServerProcess | null = null;

afterEach(async () => {
  if (server !== null) await disposeServer(server);
  server = null;
});

async function start(env: Readonly<Record<string, string>> = {}): Promise<{ server: ServerProcess; story: Story }> {
  server = await startServer(env);
  return { server, story: new Story(new GraphQLClient(server.url)) };
}

test('a shutdown hands back a running job and ends its streams without a terminal event; the next start finishes it', async () => {
  const { server, story } = await start();
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

describe('while it drains, a server', () => {
  test('is not ready, answers requests, takes no new work and lets what runs end; a second signal ends it', async () => {
    const { server, story } = await start({ DRAIN_SECONDS: '600' });
    const sessionId = await story.index(SHOP);
    const { jobId } = await story.upload(manyModules(150));
    for await (const { __typename } of story.jobEvents(jobId)) if (__typename === 'IndexProgressed') break;
    server.signal('SIGTERM');
    const rest = new RestClient(server.url);
    await expect.poll(async () => (await rest.get('/readyz')).status).toBe(503);
    const queued = await story.change(sessionId, [{ delete: 'src/cart.ts' }]);
    expect(await story.finishJob(jobId)).toMatchObject({ status: 'DONE', counts: { indexedFiles: 150 } });
    expect((await rest.get('/healthz')).status).toBe(200);
    server.signal('SIGTERM');
    expect(await server.ended()).toBe(0);
    await server.start();
    expect(await new Story(new GraphQLClient(server.url)).finishJob(queued)).toMatchObject({
      status: 'DONE',
      version: 2,
    });
  });

  test.skipIf(testDatabaseUrl === null)(
    'that is a worker on PostgreSQL ends as soon as its work has ended',
    async () => {
      const { server } = await start();
      const worker = new ServerProcess(server.place, { ROLE: 'worker', DRAIN_SECONDS: '600' });
      await worker.start();
      const rest = new RestClient(worker.url);
      expect((await rest.get('/readyz')).status).toBe(200);
      expect((await rest.get('/metrics')).body).toContain('process_cpu_seconds_total');
      expect((await rest.post('/graphql', { query: '{ __typename }' })).status).toBe(404);
      expect(await worker.stop()).toBe(0);
    },
  );
});

test.skipIf(testDatabaseUrl !== null)(
  'embedded, a second server on the same data folder is refused, and told of the first',
  async () => {
    const { server } = await start();
    const child = spawn(process.execPath, ['dist/server.js'], {
      env: { PATH: process.env.PATH ?? '', ...environmentOf(server.place), PORT: '0' },
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
  },
);

test('wrong settings are all named at once, before anything starts', async () => {
  const child = spawn(process.execPath, ['dist/server.js'], {
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
