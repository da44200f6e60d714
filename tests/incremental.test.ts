import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IndexSnapshotDocument } from '../src/generated/documents/graphql.js';
import { GraphQLClient } from './kit/graphql-client.js';
import { manyModules, SHOP } from './kit/projects.js';
import { RestClient } from './kit/rest-client.js';
import { disposeServer, startServer } from './kit/server.js';
import type { ServerProcess } from './kit/server-process.js';
import { type Files, Story, toInputs } from './kit/story.js';

let server: ServerProcess;
let story: Story;
let rest: RestClient;

beforeAll(async () => {
  server = await startServer();
  story = new Story(new GraphQLClient(server.url));
  rest = new RestClient(server.url);
});

afterAll(() => disposeServer(server));

async function snapshot(projectId: string, files: Files) {
  const input = { projectId, files: toInputs(files) };
  const { indexSnapshot: result } = await story.client.run(IndexSnapshotDocument, { input });
  if (!('job' in result)) throw new Error(JSON.stringify(result));
  return story.finishJob(result.job.id);
}

describe('indexing does only what is new', () => {
  test('an unchanged snapshot costs no embedding and no chunk, and raises no version', async () => {
    await snapshot('same', SHOP);
    const again = await snapshot('same', SHOP);
    expect(again).toMatchObject({
      status: 'DONE',
      version: 1,
      counts: { totalFiles: 5, reusedFiles: 5, chunks: 0, embeddingsComputed: 0, embeddingsReused: 0 },
    });
  });

  test('a snapshot removes the files that it does not name', async () => {
    await snapshot('shrinking', SHOP);
    const { 'src/cart.ts': _removed, ...rest } = SHOP;
    const job = await snapshot('shrinking', rest);
    expect(job).toMatchObject({ version: 2, counts: { totalFiles: 5, reusedFiles: 4, deletedFiles: 1, chunks: 0 } });
    const { hits } = await story.search(job.session.id, 'cart total discount');
    expect(hits.map(({ source }) => source.path)).not.toContain('src/cart.ts');
  });

  test('a rename costs no embedding, and the file is found under its new path', async () => {
    const sessionId = await story.index(SHOP);
    const rename = { from: 'src/money.ts', to: 'src/currency/rounding.ts' };
    const job = await story.finishJob(await story.change(sessionId, [{ rename }]));
    expect(job.counts).toMatchObject({ totalFiles: 1, reusedFiles: 1, embeddingsComputed: 0 });
    const { hits } = await story.search(sessionId, 'round to whole cents');
    expect(hits[0]?.source.path).toBe('src/currency/rounding.ts');
    expect(hits.map(({ source }) => source.path)).not.toContain('src/money.ts');
  });

  test('a one-file edit costs work for that file only', async () => {
    const sessionId = await story.index(SHOP);
    const content = (SHOP['src/cart.ts'] ?? '').replace('discountPercent / 100', 'discountPercent / 1000');
    const job = await story.finishJob(await story.change(sessionId, [{ upsert: { path: 'src/cart.ts', content } }]));
    expect(job.counts).toMatchObject({ totalFiles: 1, indexedFiles: 1, embeddingsComputed: 1 });
    expect(job.counts.chunks).toBeLessThanOrEqual(2);
    expect(await story.session(sessionId)).toMatchObject({ version: 2, coverage: { files: 5, indexedFiles: 5 } });
  });

  test('a deletion of an unknown path counts as deleted and changes nothing', async () => {
    const sessionId = await story.index(SHOP);
    const job = await story.finishJob(await story.change(sessionId, [{ delete: 'no/such/file.ts' }]));
    expect(job).toMatchObject({ status: 'DONE', version: 1, counts: { deletedFiles: 1 } });
  });

  test('what cannot be searched is listed with its reason, and changes nothing for the rest', async () => {
    const files = { ...SHOP, 'package-lock.json': '{}', '.env': 'DATABASE_PASSWORD=hunter2hunter2\n' };
    const { sessionId, jobId } = await story.upload({ ...files, 'logo.png': '\u0089PNG\r\n\u001a\n\0\0\0\0' });
    const job = await story.finishJob(jobId);
    expect(job.counts).toMatchObject({ totalFiles: 8, indexedFiles: 5, skippedFiles: 3 });
    expect(job.problems.nodes.map(({ path, kind, reason }) => [path, kind, reason])).toEqual([
      ['package-lock.json', 'SKIPPED', 'GENERATED'],
      ['.env', 'SKIPPED', 'SECRET_SUSPECTED'],
      ['logo.png', 'SKIPPED', 'BINARY'],
    ]);
    expect((await story.search(sessionId, 'hunter2hunter2')).hits.map(({ content }) => content).join()).not.toContain(
      'hunter2',
    );
  });

  test('jobs of a session run in the order in which they were sent', async () => {
    const sessionId = await story.index(SHOP);
    const texts = ['one', 'two', 'three'].map((word) => `# ${word}\n\nThe latest word is ${word}.\n`);
    const jobs: string[] = [];
    for (const content of texts) jobs.push(await story.change(sessionId, [{ upsert: { path: 'word.md', content } }]));
    const ended = await Promise.all(jobs.map((id) => story.finishJob(id)));
    expect(ended.map(({ version }) => version)).toEqual([2, 3, 4]);
    expect((await story.search(sessionId, 'the latest word')).hits[0]?.content).toContain('three');
  });
});

describe('while a changes job runs', () => {
  test('searches and readiness answer, from the old version whole', async () => {
    const sessionId = await story.index(SHOP);
    const before = await story.search(sessionId, 'figure weights total', 20);
    const upserts = toInputs(manyModules(200)).map((upsert) => ({ upsert }));
    const edited = { path: 'src/cart.ts', content: '// The cart is gone.\n' };
    const jobId = await story.change(sessionId, [{ upsert: edited }, ...upserts]);
    let answers = 0;
    for await (const event of story.jobEvents(jobId)) {
      if (event.__typename !== 'IndexProgressed') continue;
      const [during, ready] = await Promise.all([
        story.search(sessionId, 'figure weights total', 20),
        rest.get('/readyz'),
      ]);
      expect(ready.status).toBe(200);
      // Once the new version is there, it is there whole.
      if (during.version === 1) {
        expect(during).toEqual(before);
        answers += 1;
      }
    }
    expect(answers).toBeGreaterThan(0);
    const after = await story.search(sessionId, 'figure weights total', 20);
    expect(after.version).toBe(2);
    expect(after.hits[0]?.source.path).toMatch(/figure-/);
  });
});
