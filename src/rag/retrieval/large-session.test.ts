import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import type { SearchCandidate } from '../../contracts/rag-retriever.js';
import { inTransaction, type Sql, sqlOn } from '../../shared/database/sql.js';
import { OfflineEmbedder } from '../embedding/offline-embedder.js';
import { VectorParameters } from '../embedding/vector-parameters.js';
import { completeSketches } from '../indexing/sketch-store.js';
import type { SessionRef } from '../sessions/session-store.js';
import { SearchService } from './search-service.js';

const VERBS = 'open close read write parse print send receive lock unlock start stop sort merge split join'.split(' ');
const NOUNS = 'file socket queue token order invoice customer tree node page index vector stream cache'.split(' ');
const PLACES =
  'memory disk network browser worker database cluster archive tape mirror proxy kernel shell desktop phone sensor'.split(
    ' ',
  );
const QUESTIONS = NOUNS.flatMap((noun, index) => [
  `where is a ${noun} opened on ${PLACES[index % PLACES.length]}`,
  `${VERBS[index]} the ${noun}`,
]);

const SESSION: SessionRef = {
  id: 'ses_1',
  key: 1n,
  ownerId: 'local',
  version: 1,
  inCurrentSpace: true,
  chunks: 0,
  hasSketches: false,
};
const signal = new AbortController().signal;
const embedder = new OfflineEmbedder();
let fresh: FreshDatabase;
let sql: Sql;
let service: SearchService;

/** A session of 3,584 chunks in two files, each with words of its own, and with its sketch. */
beforeAll(async () => {
  fresh = await freshDatabase();
  sql = sqlOn(fresh.database.pool);
  service = new SearchService({ sql, embedder });
  await sql.query(
    `insert into rag_sessions (id, key, project_id, version, has_sketches, embedding_provider, embedding_model,
       embedding_dimensions, chunker_version) values ('ses_1', 1, 'shop', 1, true, 'offline', $1, 512, '1')`,
    [embedder.space.model],
  );
  const texts = VERBS.flatMap((verb) =>
    NOUNS.flatMap((noun) => PLACES.map((place) => `export function ${verb}${noun}(${place}, ${noun}${place}) {}`)),
  );
  await insertFile('a/first.ts', texts.slice(0, texts.length / 2), 1);
  await insertFile('b/second.ts', texts.slice(texts.length / 2), 1);
  await complete();
});
afterAll(() => fresh.dispose());

test('finds nearly all that the exact search finds, with the same scores', async () => {
  const shares: number[] = [];
  for (const question of QUESTIONS) {
    const kept = new Set((await search(question)).map(keyOf));
    const first = (await exactly(() => search(question))).slice(0, 10);
    shares.push(first.filter((each) => kept.has(keyOf(each))).length / first.length);
  }
  expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThanOrEqual(0.95);
});

test('compares no vector whose sketch is far from that of the question, unlike the exact search', async () => {
  const [best] = await search('open the socket');
  const invert = () =>
    sql.query(
      `update rag_vector_sketches set sketch = ~sketch where chunk_id in (
         select c.id from rag_chunks c join rag_files f on f.id = c.file_id where path = $1 and start_line = $2)`,
      [best?.path, best?.startLine],
    );
  await invert();
  expect(await search('open the socket')).not.toContainEqual(best);
  expect((await exactly(() => search('open the socket')))[0]).toEqual(best);
  await invert();
  expect((await search('open the socket'))[0]).toEqual(best);
});

test('is held to a folder', async () => {
  const inside = await search('join the cache', 'b/');
  expect(inside[0]).toEqual((await exactly(() => search('join the cache', 'b/')))[0]);
  expect(new Set(inside.map(({ path }) => path))).toEqual(new Set(['b/second.ts']));
});

test('sees nothing of what a job is writing, and all of it once the version is raised', async () => {
  const before = await search('open the socket');
  expect(before[0]?.path).toBe('a/first.ts');
  await insertFile('c/third.ts', ['open the socket', 'open the socket, please'], 2);
  await sql.query("update rag_files set to_version = 2 where path = 'a/first.ts'");
  await sql.query('update rag_chunks c set to_version = f.to_version from rag_files f where f.id = c.file_id');
  await complete();
  expect(await search('open the socket')).toEqual(before);
  await sql.query('update rag_sessions set version = 2');
  const after = await search('open the socket');
  expect(after[0]?.path).toBe('c/third.ts');
  expect(after.map(({ path }) => path)).not.toContain('a/first.ts');
});

async function search(query: string, pathPrefix?: string): Promise<readonly SearchCandidate[]> {
  const request = { ownerId: 'local', sessionId: 'ses_1', query, topK: 10, pathPrefix };
  return (await service.search({ ...request, mode: 'VECTOR', explain: true }, signal)).candidates ?? [];
}

/** What `work` gives while all vectors are compared. */
async function exactly<T>(work: () => Promise<T>): Promise<T> {
  await sql.query('update rag_sessions set has_sketches = false');
  try {
    return await work();
  } finally {
    await sql.query('update rag_sessions set has_sketches = true');
  }
}

function keyOf({ path, startLine, scores }: SearchCandidate): string {
  return JSON.stringify([path, startLine, scores.vector]);
}

function complete(): Promise<void> {
  const guarded = (work: (sql: Sql) => Promise<void>) => inTransaction(fresh.database.pool, work);
  return completeSketches(sql, SESSION, { guarded, signal });
}

async function insertFile(path: string, texts: readonly string[], version: number): Promise<void> {
  const vectors = await embedder.embedDocuments(texts, signal);
  await sql.query(
    `with file as (
       insert into rag_files (session_key, path, content_hash, bytes, status, from_version)
       values (1, $1, '', 1, 'INDEXED', $2) returning id
     )
     insert into rag_chunks
       (session_key, file_id, start_line, end_line, text, text_hash, embedding, length, from_version)
     select 1, file.id, line, line, text, text, embedding, 1, $2
     from file, unnest($3::text[], $4::vector[]) with ordinality as given (text, embedding, line)`,
    [path, version, texts, await new VectorParameters(sql).encode(vectors)],
  );
}
