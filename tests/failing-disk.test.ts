import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { GraphQLClient } from './kit/graphql-client.js';
import { testDatabaseUrl } from './kit/postgres.js';
import { SHOP } from './kit/projects.js';
import { RestClient } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import { Story } from './kit/story.js';

/** Linux lets one process limit the files of another: each write beyond the limit then fails, whoever runs the test. */
const canLimitFiles = process.platform === 'linux';

describe.skipIf(testDatabaseUrl !== null || !canLimitFiles)('an embedded database whose disk takes no more', () => {
  test('ends the server with a clear word, and the next start goes on with all that was stored', async () => {
    const server = await startServer();
    const before = new Story(new GraphQLClient(server.url));
    const sessionId = await before.index(SHOP);
    const task = await before.ask(await before.dialog(sessionId), 'How is the cart total computed?');
    await promisify(execFile)('prlimit', ['--pid', String(server.pid), '--fsize=1']);
    const refused = await new RestClient(server.url)
      .post('/api/chat/dialogs', { rag_session_id: sessionId })
      .catch(() => null);
    expect(refused?.status ?? 503).toBe(503);
    expect(await server.ended()).toBe(1);
    expect(server.output).toMatch(
      /The embedded database in .* has failed: could not write .*\. What was stored before is safe\./,
    );

    await server.start();
    const after = new Story(new GraphQLClient(server.url));
    expect(await after.task(task.id)).toEqual(task);
    expect((await after.ask(await after.dialog(sessionId), 'why?')).status).toBe('DONE');
    await disposeServer(server);
  });
});
