import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from './examples/graphql-life.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => disposeServer(server));

/** As a deployment does it; the new process may have another port. */
async function restart(): Promise<string> {
  await server.stop();
  await server.start();
  return server.url;
}

test('the example lives through a project’s whole life, a restart of the server included', async () => {
  const said: string[] = [];
  await main(server.url, { restart, say: (line) => said.push(line) });
  expect(said).toContain('  src/retry.ts:1-11 (retryPayment)');
  expect(said).toContain('After a restart of the server everything is where it was.');
  expect(said.at(-1)).toBe('Done.');
});

test('the example may be run again on the same server, and tells of no restart when there was none', async () => {
  const said: string[] = [];
  await main(server.url, { restart: async () => null, say: (line) => said.push(line) });
  expect(said).toContain('To a new client everything is where it was.');
  expect(said.at(-1)).toBe('Done.');
});
