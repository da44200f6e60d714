import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import type { SearchRequest } from '../../contracts/rag-retriever.js';
import { type Sql, sqlOn } from '../../shared/database/sql.js';
import { InvalidInputError, NotFoundError } from '../../shared/errors.js';
import { OfflineEmbedder } from '../embedding/offline-embedder.js';
import { vectorLiteral } from '../embedding/vector-literal.js';
import { chunkTerms } from './chunk-terms.js';
import { SearchService } from './search-service.js';

const signal = new AbortController().signal;
const embedder = new OfflineEmbedder();
let fresh: FreshDatabase;
let sql: Sql;
let service: SearchService;

beforeAll(async () => {
  fresh = await freshDatabase();
  sql = sqlOn(fresh.database.pool);
  service = new SearchService({ sql, embedder });
});
beforeEach(() => sql.query('truncate rag_sessions, rag_files, rag_chunks, rag_postings, file_contents cascade'));
afterAll(() => fresh.dispose());

const QUEUE = { path: 'src/queue.ts', symbol: 'enqueueJob', text: 'function enqueueJob(job) {\n  queue.push(job);\n}' };
const RETRY = { path: 'src/retry.ts', symbol: 'retryFailed', text: 'function retryFailed(job) { return run(job); }' };
const INVOICE = { path: 'billing/invoice.ts', symbol: 'Invoice', text: 'class Invoice {\n  total() {}\n}' };

describe('search', () => {
  test('finds what the question is about, with its lines, hash and scores', async () => {
    await insertSession([QUEUE, RETRY, INVOICE]);
    const { version, passages, coverage, candidates } = await search({ query: 'enqueue a job' });
    expect(passages[0]).toEqual({
      path: 'src/queue.ts',
      startLine: 1,
      endLine: 3,
      contentHash: sha256(QUEUE.text),
      version: 1,
      symbol: 'enqueueJob',
      language: 'typescript',
      content: QUEUE.text,
      score: 1,
      scores: { lexical: expect.any(Number), vector: expect.any(Number) },
    });
    expect([version, coverage, candidates]).toEqual([1, 1, null]);
  });

  test('answers a Russian question over English code', async () => {
    await insertSession([INVOICE, QUEUE, RETRY]);
    const { passages, coverage } = await search({ query: 'Где повторяются упавшие задачи?', mode: 'LEXICAL' });
    expect(passages[0]?.path).toBe('src/retry.ts');
    expect(coverage).toBeGreaterThan(0.3);
  });

  test('tells by a low coverage that nothing fits', async () => {
    await insertSession([QUEUE, RETRY, INVOICE]);
    expect((await search({ query: 'plugh quux zork' })).coverage).toBe(0);
    expect((await search({ query: 'kubernetes ingress of the job' })).coverage).toBeLessThan(0.5);
  });

  test('searches by words alone or by vectors alone when told to', async () => {
    await insertSession([QUEUE, RETRY, INVOICE]);
    const lexical = await search({ query: 'enqueue', mode: 'LEXICAL' });
    const vector = await search({ query: 'enqueue', mode: 'VECTOR' });
    expect(lexical.passages.map(({ path, scores }) => [path, scores.vector])).toEqual([['src/queue.ts', null]]);
    expect(vector.passages[0]?.path).toBe('src/queue.ts');
    expect(vector.passages.map(({ scores }) => scores.lexical)).toEqual(vector.passages.map(() => null));
    expect(vector.coverage).toBe(1);
  });

  test('searches a session of another embedding space by words', async () => {
    await insertSession([QUEUE, INVOICE], { model: 'other', vectorOf: () => '[1,0,0]' });
    const { passages } = await search({ query: 'enqueue', mode: 'VECTOR' });
    expect(passages.map(({ path, scores }) => [path, scores.vector])).toEqual([['src/queue.ts', null]]);
  });

  test('prefers the definition that is named so to one that repeats the words', async () => {
    const user = { path: 'src/user.ts', symbol: 'startUp', text: 'enqueue the job: enqueue(job), one job' };
    await insertSession([
      { ...QUEUE, text: 'function enqueueJob(it) { add(it, this.list, this.index, now()); }' },
      user,
    ]);
    const [best] = (await search({ query: 'enqueue a job', mode: 'LEXICAL' })).passages;
    expect(best?.path).toBe('src/queue.ts');
  });

  test('gives nothing for an empty index', async () => {
    await insertSession([]);
    expect(await search({ query: 'queue', explain: true })).toEqual({
      version: 1,
      passages: [],
      coverage: 0,
      candidates: [],
      embeddingTokens: 0,
    });
  });

  test('gives nothing for a question without words', async () => {
    await insertSession([QUEUE]);
    expect((await search({ query: '👍', mode: 'LEXICAL' })).passages).toEqual([]);
  });
});

describe('versions', () => {
  const query = 'retry the failed job in the queue';

  test('sees nothing of what a job is writing, to the last bit of a score', async () => {
    await insertSession([QUEUE, RETRY, INVOICE]);
    const before = await search({ query, explain: true });
    await insertChunks([{ ...RETRY, path: 'src/new.ts', text: 'retry the failed job in the queue' }, QUEUE], 2);
    await sql.query(`update rag_chunks set to_version = 2 where from_version = 1 and symbol = 'retryFailed'`);
    expect(await search({ query, explain: true })).toEqual(before);
  });

  test('sees all of it once the version is raised, and nothing of what was closed', async () => {
    await insertSession([QUEUE, RETRY, INVOICE]);
    await insertChunks([{ ...RETRY, path: 'src/new.ts' }], 2);
    await sql.query(`update rag_chunks set to_version = 2 where from_version = 1 and symbol = 'retryFailed'`);
    await sql.query('update rag_sessions set version = 2');
    const { version, candidates } = await search({ query, explain: true });
    const paths = candidates?.map(({ path }) => path);
    expect([version, paths?.includes('src/new.ts'), paths?.includes('src/retry.ts')]).toEqual([2, true, false]);
  });
});

describe('paths', () => {
  test('takes a prefix literally, also % and _', async () => {
    const paths = ['a_b/x.ts', 'aXb/x.ts', '100%/x.ts', '100km/x.ts'];
    await insertSession(paths.map((path, index) => ({ ...QUEUE, path, text: `${QUEUE.text} ${'abcd'[index]}uniq` })));
    const found = async (pathPrefix: string) =>
      (await search({ query: 'enqueue', pathPrefix })).passages.map(({ path }) => path);
    expect(await found('a_b')).toEqual(['a_b/x.ts']);
    expect(await found('100%')).toEqual(['100%/x.ts']);
    expect((await found('')).sort()).toEqual([...paths].sort());
  });

  test('prefers code to its tests unless asked for tests', async () => {
    await insertSession([
      { path: 'src/queue.test.ts', symbol: 'enqueueJob', text: 'enqueueJob queue job queue' },
      QUEUE,
      INVOICE,
    ]);
    expect((await search({ query: 'enqueue job queue' })).passages[0]?.path).toBe('src/queue.ts');
    expect((await search({ query: 'tests of enqueue job queue' })).passages[0]?.path).toBe('src/queue.test.ts');
  });
});

describe('explain', () => {
  test('tells of every candidate why it was used or dropped', async () => {
    const parts = Array.from({ length: 5 }, (_, index) => ({
      path: 'src/queue.ts',
      symbol: 'enqueueJob',
      text: `enqueue job ${'abcde'[index]}part`,
      startLine: index * 10 + 1,
    }));
    const copy = { ...INVOICE, path: 'billing/copy.ts', text: 'enqueue receipts' };
    await insertSession([...parts, copy, { ...copy, path: 'billing/other.ts' }]);
    const { passages, candidates } = await search({ query: 'enqueue job', topK: 4, mode: 'LEXICAL', explain: true });
    expect(passages.map(({ path }) => path)).toEqual([
      ...Array(3).fill('src/queue.ts'),
      expect.stringMatching('billing'),
    ]);
    expect(candidates?.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(candidates?.map(({ droppedBecause }) => droppedBecause)).toEqual([
      null,
      null,
      null,
      'PER_FILE_CAP',
      'PER_FILE_CAP',
      null,
      'DUPLICATE',
    ]);
  });

  test('lets one file give a third of many passages', async () => {
    const parts = Array.from({ length: 12 }, (_, index) => ({
      ...QUEUE,
      text: `enqueue job ${'abcdefghijkl'[index]}part`,
      startLine: index * 10 + 1,
    }));
    await insertSession(parts);
    expect((await search({ query: 'enqueue job', topK: 10 })).passages).toHaveLength(3);
    expect((await search({ query: 'enqueue job', topK: 30 })).passages).toHaveLength(9);
  });

  test('tells what was beyond the number asked for', async () => {
    await insertSession([QUEUE, RETRY]);
    const { candidates } = await search({ query: 'job', topK: 1, mode: 'LEXICAL', explain: true });
    expect(candidates?.map(({ droppedBecause }) => droppedBecause)).toEqual([null, 'BEYOND_TOP_K']);
  });
});

describe('what is refused', () => {
  test('an empty query, a number of passages out of bounds, an impossible path', async () => {
    const refused = search({ query: ' \n', topK: 0, pathPrefix: 'a\0' });
    await expect(refused).rejects.toThrow(InvalidInputError);
    await expect(refused).rejects.toMatchObject({
      fields: [{ path: ['query'] }, { path: ['topK'] }, { path: ['pathPrefix'] }],
    });
    await expect(search({ query: 'a', topK: 101 })).rejects.toThrow(InvalidInputError);
  });

  test('a session that is unknown, of another owner or deleted', async () => {
    await expect(search({ query: 'queue' })).rejects.toEqual(new NotFoundError('RAG session', 'ses_1'));
    await insertSession([QUEUE]);
    const source = { ownerId: 'other', sessionId: 'ses_1' };
    await expect(search({ query: 'queue', ...source })).rejects.toThrow(NotFoundError);
    await expect(service.readFile({ ...source, path: QUEUE.path })).rejects.toThrow(NotFoundError);
    await expect(service.readContent({ ...source, contentHash: sha256(QUEUE.text) })).rejects.toThrow(NotFoundError);
    await sql.query('update rag_sessions set deleted_at = now()');
    await expect(search({ query: 'queue' })).rejects.toThrow(NotFoundError);
  });
});

describe('reading', () => {
  const mine = { ownerId: 'local', sessionId: 'ses_1' };

  test('gives the text of a path, and of a hash that no file has any more', async () => {
    await insertSession([QUEUE]);
    const contentHash = sha256(QUEUE.text);
    expect(await service.readFile({ ...mine, path: QUEUE.path })).toEqual({
      path: QUEUE.path,
      contentHash,
      version: 1,
      text: QUEUE.text,
    });
    await sql.query('update rag_files set to_version = 1');
    expect(await service.readFile({ ...mine, path: QUEUE.path })).toBe(null);
    expect(await service.readContent({ ...mine, contentHash })).toBe(QUEUE.text);
  });

  test('gives null for a path and a hash that were never there', async () => {
    await insertSession([QUEUE]);
    expect(await service.readFile({ ...mine, path: 'no.ts' })).toBe(null);
    expect(await service.readContent({ ...mine, contentHash: sha256('no') })).toBe(null);
    expect(await service.readBytes({ ...mine, path: 'no.ts' })).toBe(null);
  });

  test('gives the bytes of a file as they were given', async () => {
    const text = '\ufeffone\r\ntwo\n';
    await insertSession([{ path: 'docs/й.md', symbol: '', text }]);
    const read = await service.readBytes({ ...mine, path: 'docs/й.md'.normalize('NFD') });
    expect(read).toEqual({ contentHash: sha256(text), version: 1, bytes: Buffer.from(text) });
  });
});

describe('listing files', () => {
  const mine = { ownerId: 'local', sessionId: 'ses_1' };

  test('gives each file of the version, with what became of it, page by page', async () => {
    await insertSession([QUEUE, RETRY, INVOICE]);
    await sql.query(
      `insert into rag_files (session_key, path, content_hash, bytes, status, reason, from_version)
       values (1, 'logo.png', 'abc', 9, 'SKIPPED', 'BINARY', 1), (1, 'later.md', 'def', 3, 'INDEXED', null, 2)`,
    );
    const first = await service.listFiles({ ...mine, limit: 2 });
    expect(first).toMatchObject({ version: 1, hasMore: true });
    expect(first.files).toEqual([
      {
        path: INVOICE.path,
        status: 'INDEXED',
        reason: null,
        contentHash: sha256(INVOICE.text),
        bytes: 1,
        language: 'typescript',
      },
      { path: 'logo.png', status: 'SKIPPED', reason: 'BINARY', contentHash: 'abc', bytes: 9, language: null },
    ]);
    const rest = await service.listFiles({ ...mine, limit: 2, after: 'logo.png' });
    expect(rest.files.map(({ path }) => path)).toEqual([QUEUE.path, RETRY.path]);
    expect(rest.hasMore).toBe(false);
  });

  test('can be held to a folder, whose name is taken as it is written', async () => {
    await insertSession([QUEUE, INVOICE, { ...RETRY, path: 's_c/retry.ts' }]);
    const paths = async (pathPrefix: string) =>
      (await service.listFiles({ ...mine, pathPrefix, limit: 9 })).files.map(({ path }) => path);
    expect(await paths('src/')).toEqual([QUEUE.path]);
    expect(await paths('s_c')).toEqual(['s_c/retry.ts']);
    expect(await paths('none/')).toEqual([]);
  });

  test("of an empty session gives its version, of one that is not the owner's an error", async () => {
    await insertSession([]);
    expect(await service.listFiles({ ...mine, limit: 9 })).toEqual({ version: 1, files: [], hasMore: false });
    await expect(service.listFiles({ ...mine, ownerId: 'other', limit: 9 })).rejects.toThrow(NotFoundError);
  });
});

interface GivenChunk {
  path: string;
  symbol: string;
  text: string;
  startLine?: number;
}

function search(request: Partial<SearchRequest> & { query: string }) {
  return service.search({ ownerId: 'local', sessionId: 'ses_1', topK: 10, ...request }, signal);
}

async function insertSession(
  chunks: readonly GivenChunk[],
  { model = embedder.space.model, vectorOf }: { model?: string; vectorOf?: () => string } = {},
): Promise<void> {
  await sql.query(
    `insert into rag_sessions (id, key, project_id, version, embedding_provider, embedding_model,
       embedding_dimensions, chunker_version) values ('ses_1', 1, 'shop', 1, 'offline', $1, 512, '1')`,
    [model],
  );
  await insertChunks(chunks, 1, vectorOf);
  await sql.query(
    `update rag_sessions set (chunk_count, term_count) = (select count(*), coalesce(sum(length), 0) from rag_chunks)`,
  );
}

async function insertChunks(chunks: readonly GivenChunk[], version: number, vectorOf?: () => string): Promise<void> {
  for (const { path, symbol, text, startLine = 1 } of chunks) {
    const { terms, length } = chunkTerms({ path, symbol, text });
    const [vector = new Float32Array()] = await embedder.embedDocuments([text], signal);
    await sql.query(
      `insert into file_contents (session_key, content_hash, content) values (1, $1, $2) on conflict do nothing`,
      [sha256(text), Buffer.from(text)],
    );
    await sql.query(
      `with file as (
         insert into rag_files (session_key, path, content_hash, bytes, language, status, from_version, to_version)
         values (1, $1, $2, 1, 'typescript', 'INDEXED', $3, case when exists (
           select from rag_files where session_key = 1 and path = $1 and to_version is null) then $3 + 1 end)
         returning id
       ), chunk as (
         insert into rag_chunks
           (session_key, file_id, start_line, end_line, symbol, text, text_hash, embedding, length, from_version)
         select 1, id, $4, $4 + 2, $5, $6, $7, $8::text::vector, $9, $3 from file returning id
       )
       insert into rag_postings (session_key, term, chunk_id, tf, length, from_version)
       select 1, term, id, tf, $9, $3 from chunk, unnest($10::text[], $11::real[]) as given (term, tf)`,
      [
        path,
        sha256(text),
        version,
        startLine,
        symbol,
        text,
        sha256(text),
        vectorOf?.() ?? vectorLiteral(vector),
        length,
        [...terms.keys()],
        [...terms.values()],
      ],
    );
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
