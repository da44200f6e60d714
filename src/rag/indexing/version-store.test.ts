import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { type Sql, sqlOn } from '../../shared/database/sql.js';
import { StaleAttemptError } from '../../shared/run-errors.js';
import { VectorParameters } from '../embedding/vector-parameters.js';
import type { SessionRef } from '../sessions/session-store.js';
import { IndexWriter } from './index-writer.js';
import { VersionStore } from './version-store.js';

const SESSION: SessionRef = {
  id: 'ses_1',
  key: 1n,
  ownerId: 'local',
  version: 1,
  inCurrentSpace: true,
  chunks: 0,
  hasSketches: false,
};

let fresh: FreshDatabase;
let sql: Sql;
let versions: VersionStore;

beforeAll(async () => {
  fresh = await freshDatabase();
  sql = sqlOn(fresh.database.pool);
  versions = new VersionStore({ pool: fresh.database.pool });
});
/** A session at version 1, and a file that its second attempt of a job has written for version 2. */
beforeEach(async () => {
  await sql.query('truncate rag_sessions, rag_files, rag_chunks, rag_postings, file_contents cascade');
  await sql.query(
    `insert into rag_sessions (id, key, project_id, version, embedding_provider, embedding_model, embedding_dimensions,
       chunker_version) values ($1, 1, 'shop', 1, 'offline', 'test', 4, '1')`,
    [SESSION.id],
  );
  await sql.query(
    `insert into rag_index_jobs (id, session_id, kind, status, attempt) values ('job_1', $1, 'CHANGES', 'RUNNING', 2)`,
    [SESSION.id],
  );
  await sql.query(
    `insert into rag_files (session_key, path, content_hash, bytes, from_version, status)
     values (1, 'kept.ts', 'a', 1, 1, 'INDEXED'), (1, 'written.ts', 'b', 1, 2, 'INDEXED')`,
  );
});
afterAll(() => fresh.dispose());

const paths = async () => (await sql.query('select path from rag_files order by path')).map(({ path }) => path);

function writerOf(attempt: number): IndexWriter {
  const run = { id: 'job_1', laneId: SESSION.id, attempt, resumed: false };
  return new IndexWriter({ pool: fresh.database.pool, session: SESSION, run, vectors: new VectorParameters(sql) });
}

test('the current attempt discards what was written beyond the version', async () => {
  await versions.discardBeyond(SESSION, (work) => writerOf(2).guarded(work));
  expect(await paths()).toEqual(['kept.ts']);
});

test('an attempt that was replaced discards nothing', async () => {
  const late = versions.discardBeyond(SESSION, (work) => writerOf(1).guarded(work));
  await expect(late).rejects.toThrow(StaleAttemptError);
  expect(await paths()).toEqual(['kept.ts', 'written.ts']);
});

test('a job that has failed leaves what it wrote to the next one, when that already runs', async () => {
  await versions.discardBeyond(SESSION, versions.whileNoJobRuns(SESSION.id));
  expect(await paths()).toEqual(['kept.ts', 'written.ts']);
  await sql.query(`update rag_index_jobs set status = 'QUEUED'`);
  await versions.discardBeyond(SESSION, versions.whileNoJobRuns(SESSION.id));
  expect(await paths()).toEqual(['kept.ts']);
});
