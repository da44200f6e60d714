import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { manyModules } from '../../../tests/kit/projects.js';
import { type Files, toInputs } from '../../../tests/kit/story.js';
import { type Sql, sqlOn } from '../../shared/database/sql.js';
import { EventLog } from '../../shared/event-log/event-log.js';
import { Wakeups } from '../../shared/event-log/wakeups.js';
import { newId } from '../../shared/ids.js';
import { StaleAttemptError } from '../../shared/run-errors.js';
import { CachedEmbedder } from '../embedding/cached-embedder.js';
import { OfflineEmbedder } from '../embedding/offline-embedder.js';
import { LARGE_SESSION_CHUNKS } from '../retrieval/large-session.js';
import { SessionStore } from '../sessions/session-store.js';
import { FileIndexer } from './file-indexer.js';
import { IndexJobRun } from './index-job.js';
import { type FileChange, takeInChanges } from './intake.js';
import { PreparationThread } from './preparation/preparation-thread.js';
import { StagingStore } from './staging-store.js';
import { VersionStore } from './version-store.js';

const LIMITS = { maxFileBytes: 1_000_000, maxFilesPerRequest: 1_000 };
const signal = new AbortController().signal;
const preparation = new PreparationThread();
let fresh: FreshDatabase;
let sql: Sql;
let sessions: SessionStore;
let staging: StagingStore;
let versions: VersionStore;
let jobs: IndexJobRun;
let id: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  const { pool } = fresh.database;
  sql = sqlOn(pool);
  const embedder = new OfflineEmbedder();
  sessions = new SessionStore({ space: { embedding: embedder.space, chunkerVersion: '1' } });
  staging = new StagingStore({ pool });
  versions = new VersionStore({ pool });
  const events = new EventLog({ pool, wakeups: new Wakeups({ pool, log: pino({ level: 'silent' }) }) });
  const indexer = new FileIndexer({ sql, preparation, embedder: new CachedEmbedder({ sql, embedder }) });
  const onEnd = async () => undefined;
  jobs = new IndexJobRun({ pool, sessions, versions, indexer, events, batchFiles: 32, onEnd });
});
/** A session of six files and no sketch. */
beforeEach(async () => {
  await sql.query('truncate rag_sessions, rag_files, rag_chunks, rag_postings, rag_vector_sketches cascade');
  id = newId('session');
  await sessions.create(sql, { id, key: await staging.nextSessionKey(), ownerId: 'local', projectId: 'shop' });
  await upsert(manyModules(6));
});
afterAll(async () => {
  await preparation.stop();
  await fresh.dispose();
});

test('a small session has no sketches', async () => {
  expect(await sketches()).toEqual({ used: false, chunks: 36, sketches: 0, strays: 0 });
});

test('the job that makes a session large writes a sketch of every vector, also of those of earlier jobs', async () => {
  await pretendChunks(LARGE_SESSION_CHUNKS);
  await upsert({ 'more.ts': 'export const more = 1;\n' });
  expect(await sketches()).toEqual({ used: true, chunks: 37, sketches: 37, strays: 0 });
});

test('in a large session a replaced file takes its sketches along, and the new one has its own', async () => {
  await pretendChunks(LARGE_SESSION_CHUNKS);
  await upsert({ 'more.ts': 'export const more = 1;\n' });
  const replaced = Object.fromEntries(Object.entries(manyModules(3)).map(([path, text]) => [path, `// New.\n${text}`]));
  await upsert(replaced);
  await change([{ delete: 'more.ts' }]);
  expect(await sketches()).toEqual({ used: true, chunks: 36, sketches: 36, strays: 0 });
});

test('a session that shrinks is searched exactly again, and one that grows again lacks no sketch', async () => {
  await pretendChunks(LARGE_SESSION_CHUNKS);
  await upsert({ 'more.ts': 'export const more = 1;\n' });
  await pretendChunks(-LARGE_SESSION_CHUNKS);
  await change([{ delete: 'more.ts' }]);
  expect(await sketches()).toMatchObject({ used: false, chunks: 36 });
  await upsert({ 'between.ts': 'export const between = 1;\n' });
  await pretendChunks(LARGE_SESSION_CHUNKS);
  await upsert({ 'again.ts': 'export const again = 1;\n' });
  expect(await sketches()).toEqual({ used: true, chunks: 38, sketches: 38, strays: 0 });
});

test('a job that is given up leaves no sketch behind', async () => {
  await pretendChunks(LARGE_SESSION_CHUNKS);
  await upsert({ 'more.ts': 'export const more = 1;\n' });
  const run = await start(toInputs(manyModules(90)).map((file) => ({ upsert: { ...file, path: `new/${file.path}` } })));
  const stopped = new AbortController();
  const running = jobs.execute(run, stopped.signal);
  while ((await sketches())?.sketches === 37);
  stopped.abort();
  await expect(running).rejects.toThrow('aborted');
  await jobs.cancel(run);
  expect(await sketches()).toEqual({ used: true, chunks: 37, sketches: 37, strays: 0 });
});

test('an attempt that follows a dead one clears the sketches of the file that was half written', async () => {
  await pretendChunks(LARGE_SESSION_CHUNKS);
  await upsert({ 'more.ts': 'export const more = 1;\n' });
  const content = Object.values(manyModules(250)).join('\n');
  const run = await start([{ upsert: { path: 'long.ts', content } }]);
  const running = jobs.execute(run, signal);
  while ((await sketches())?.sketches === 37);
  await sql.query('update stream_heads set writer = 2 where stream = $1', [run.id]);
  await sql.query('update rag_index_jobs set attempt = 2 where id = $1', [run.id]);
  await expect(running).rejects.toThrow(StaleAttemptError);
  expect(await sketches()).toMatchObject({ used: true, strays: 0 });
  await jobs.execute({ ...run, attempt: 2, resumed: true }, signal);
  const { chunks, ...all } = (await sketches()) ?? {};
  expect(all).toEqual({ used: true, sketches: chunks, strays: 0 });
});

test('a deleted session leaves no sketch behind', async () => {
  await pretendChunks(LARGE_SESSION_CHUNKS);
  await upsert({ 'more.ts': 'export const more = 1;\n' });
  const session = await sessions.findById(sql, id);
  await versions.purge(session?.key ?? 0n, signal);
  expect(await sketches()).toMatchObject({ chunks: 0, sketches: 0 });
});

/** Files of so many chunks would take minutes: the session's own count is what decides. */
async function pretendChunks(more: number): Promise<void> {
  await sql.query('update rag_sessions set chunk_count = chunk_count + $1', [more]);
}

function upsert(files: Files): Promise<void> {
  return change(toInputs(files).map((file) => ({ upsert: file })));
}

/** Queues a job for the changes and runs it to its end. */
async function change(changes: readonly FileChange[]): Promise<void> {
  await jobs.execute(await start(changes), signal);
}

async function start(changes: readonly FileChange[]) {
  const session = await sessions.findById(sql, id);
  const { entries, contents } = await takeInChanges(changes, LIMITS);
  await staging.writeContents(session?.key ?? 0n, contents);
  const run = { id: newId('indexJob'), laneId: id, attempt: 1, resumed: false };
  await sql.query(
    `insert into rag_index_jobs (id, session_id, kind, status, attempt, total_files)
     values ($1, $2, 'CHANGES', 'RUNNING', 1, $3)`,
    [run.id, id, entries.length],
  );
  await staging.addEntries(sql, run.id, entries);
  await sql.query('insert into stream_heads (stream, writer) values ($1, 1)', [run.id]);
  return run;
}

/** Strays are sketches of no chunk, or of another version than their chunk. */
async function sketches() {
  const [row] = await sql.query(
    `select (select has_sketches from rag_sessions) as used, (select count(*)::int from rag_chunks) as chunks,
       (select count(*)::int from rag_vector_sketches) as sketches, (
         select count(*)::int from rag_vector_sketches s left join rag_chunks c
           on c.id = s.chunk_id and c.session_key = s.session_key and c.from_version = s.from_version
         where c.id is null) as strays`,
  );
  return row;
}
