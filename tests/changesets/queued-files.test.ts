import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../src/api/test-api.js';
import { NotFoundError } from '../../src/shared/errors.js';
import { sha256 } from '../kit/rest-shapes.js';

let api: TestApi;

// Nothing works off the queue: what is uploaded stays queued.
beforeAll(async () => {
  api = await openTestApi();
});

afterAll(() => api.dispose());

async function session(files: Readonly<Record<string, string>>): Promise<string> {
  const inputs = Object.entries(files).map(([path, content]) => ({ path, content }));
  return (await api.services.indexing.createSession('local', { projectId: 'shop', files: inputs })).sessionId;
}

const change = (
  sessionId: string,
  ...changes: Parameters<TestApi['services']['indexing']['applyChanges']>[1]['changes'][number][]
) => api.services.indexing.applyChanges('local', { sessionId, changes });

/** The hash of each path as the session's client has told it; an edit of something else conflicts with each of them. */
async function told(sessionId: string, ...paths: string[]): Promise<(string | null)[]> {
  const edits = paths.map((path) => ({ path, baseHash: sha256('none'), resultHash: sha256('none either') }));
  const conflicts = await api.indexer.findConflicts({ ownerId: 'local', sessionId, edits });
  expect(conflicts.map(({ path }) => path)).toEqual(paths);
  return conflicts.map(({ actual }) => actual);
}

test('a file is what the last queued upload makes of it', async () => {
  const sessionId = await session({ 'a.md': 'A', 'b.md': 'B', 'c.md': 'C' });
  await change(sessionId, { upsert: { path: 'a.md', content: 'A2' } }, { delete: 'b.md' });
  await change(sessionId, { upsert: { path: 'a.md', content: 'A3' } });
  expect(await told(sessionId, 'a.md', 'b.md', 'c.md', 'd.md')).toEqual([sha256('A3'), null, sha256('C'), null]);
});

test('a queued rename moves what was there, over several renames too, and of nothing is nothing', async () => {
  const sessionId = await session({ 'a.md': 'A', 'b.md': 'B' });
  await change(sessionId, { rename: { from: 'a.md', to: 'x.md' } }, { rename: { from: 'none.md', to: 'b.md' } });
  await change(sessionId, { rename: { from: 'x.md', to: 'y.md' } });
  await change(sessionId, { upsert: { path: 'a.md', content: 'new' } });
  expect(await told(sessionId, 'y.md', 'x.md', 'b.md', 'a.md')).toEqual([
    sha256('A'),
    null,
    sha256('B'),
    sha256('new'),
  ]);
  expect(await told(sessionId, 'y.md')).toEqual([sha256('A')]);
});

test('a queued snapshot is the whole project', async () => {
  const files = [{ path: 'a.md', content: 'A' }];
  const snapshot = (changed: readonly { path: string; content: string }[]) =>
    api.services.indexing.indexSnapshot('local', { projectId: 'whole', files: changed });
  const { sessionId } = await snapshot([...files, { path: 'b.md', content: 'B' }]);
  await snapshot(files);
  expect(await told(sessionId, 'a.md', 'b.md')).toEqual([sha256('A'), null]);
});

test('a file that is not indexed for what it holds has its hash all the same', async () => {
  const sessionId = await session({ 'logo.png': '\u0000\u0001' });
  expect(await told(sessionId, 'logo.png')).toEqual([sha256('\u0000\u0001')]);
});

test('edits are queued once, for what is not yet so, and not at all beside a conflict', async () => {
  const sessionId = await session({ 'a.md': 'A', 'b.md': 'B' });
  const edit = (path: string, base: string, content: string) => ({
    path,
    baseHash: sha256(base),
    resultHash: sha256(content),
    content,
  });
  const queue = (edits: ReturnType<typeof edit>[]) =>
    api.indexer.queueEdits({ ownerId: 'local', sessionId, key: 'chg_1', edits });
  expect(await queue([edit('a.md', 'A', 'A2'), edit('b.md', 'other', 'B2')])).toEqual({
    jobId: null,
    conflicts: [{ path: 'b.md', expected: sha256('other'), actual: sha256('B') }],
  });
  const edits = [edit('a.md', 'A', 'A2'), edit('b.md', 'A', 'B')];
  const first = await queue(edits);
  expect(first).toEqual({ jobId: expect.stringMatching(/^job_/), conflicts: [] });
  expect(await queue(edits)).toEqual(first);
  const entries = 'select path, content_hash from rag_index_job_files where job_id = $1';
  expect((await api.pool.query(entries, [first.jobId])).rows).toEqual([{ path: 'a.md', content_hash: sha256('A2') }]);
  expect(await queue([edit('a.md', 'A', 'A2')])).toEqual({ jobId: null, conflicts: [] });
});

test('another owner’s session is not found', async () => {
  const sessionId = await session({});
  const looking = api.indexer.findConflicts({ ownerId: 'somebody', sessionId, edits: [] });
  await expect(looking).rejects.toThrow(NotFoundError);
});
