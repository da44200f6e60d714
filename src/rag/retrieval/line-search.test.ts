import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import type { LineSearchRequest } from '../../contracts/rag-retriever.js';
import { type Sql, sqlOn } from '../../shared/database/sql.js';
import { InvalidInputError, NotFoundError } from '../../shared/errors.js';
import { LineSearch } from './line-search.js';

let fresh: FreshDatabase;
let sql: Sql;

beforeAll(async () => {
  fresh = await freshDatabase();
  sql = sqlOn(fresh.database.pool);
});
beforeEach(() => sql.query('truncate rag_sessions, rag_files, file_contents cascade'));
afterAll(() => fresh.dispose());

const QUEUE = 'export function enqueue(job) {\n  queue.push(job);\n}\n';

describe('finding lines', () => {
  test('gives them with path, lines, hash and version', async () => {
    await insert({ 'src/queue.ts': QUEUE, 'README.md': '# Shop\n' });
    expect(await find({ texts: ['Queue.Push'] })).toEqual({
      version: 3,
      found: [
        {
          path: 'src/queue.ts',
          startLine: 2,
          endLine: 2,
          content: '  queue.push(job);',
          contentHash: sha256(QUEUE),
          version: 3,
          language: 'typescript',
        },
      ],
      isComplete: true,
    });
  });

  test('reads files in any encoding that the index reads', async () => {
    await insert({ 'utf16.txt': Buffer.from('\ufeffповтор\n', 'utf16le') });
    expect((await find({ texts: ['повтор'] })).found).toMatchObject([{ path: 'utf16.txt', content: 'повтор' }]);
  });

  test('takes a pattern for text, so that none can hang it', async () => {
    await insert({ 'a.txt': `${'a'.repeat(50_000)}!\n(a+)+$\n` });
    expect((await find({ texts: ['(a+)+$'] })).found).toMatchObject([{ startLine: 2, content: '(a+)+$' }]);
  });

  test('stays within a folder, the version, and what is indexed', async () => {
    await insert({
      'src/a.ts': 'retry\n',
      's_c/b.ts': 'retry\n',
      'src/old.ts': 'retry\n',
      'src/skipped.ts': 'retry\n',
    });
    await sql.query(`update rag_files set to_version = 2 where path = 'src/old.ts'`);
    await sql.query(`update rag_files set status = 'SKIPPED' where path = 'src/skipped.ts'`);
    expect(await paths({ texts: ['retry'] })).toEqual(['s_c/b.ts', 'src/a.ts']);
    expect(await paths({ texts: ['retry'], pathPrefix: 's_' })).toEqual(['s_c/b.ts']);
  });

  test('gives no more lines than asked for, and of one file no more than a quarter', async () => {
    const many = 'retry\n'.repeat(100);
    await insert({ 'a.ts': many, 'b.ts': many, 'c.ts': 'retry\n', 'd.ts': many, 'e.ts': many, 'f.ts': many });
    const { found, isComplete } = await find({ texts: ['retry'], limit: 8 });
    expect(found.map(({ path, startLine, endLine }) => `${path}:${startLine}-${endLine}`)).toEqual([
      ...['a.ts:1-2', 'b.ts:1-2', 'c.ts:1-1', 'd.ts:1-2', 'e.ts:1-1'],
    ]);
    expect(isComplete).toBe(false);
    expect((await find({ texts: ['retry'], pathPrefix: 'c' })).isComplete).toBe(true);
  });

  test('reads at most 32 MiB, says so, and holds nothing up meanwhile', async () => {
    const large = `${'x'.repeat(99)}\n`.repeat(10_000);
    const names = Array.from({ length: 40 }, (_, index) => `${String(index).padStart(2, '0')}.txt`);
    await insert(Object.fromEntries(names.map((name) => [name, `${large}${name} needle\n`])));
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 1);
    const { found, isComplete } = await find({ texts: ['needle'], limit: 100 });
    clearInterval(counting);
    expect(found).toHaveLength(33);
    expect(isComplete).toBe(false);
    expect(turns).toBeGreaterThan(20);
  });

  test('is not confused by a version that is raised meanwhile', async () => {
    await insert({ 'a.ts': 'retry\n', 'b.ts': `${'x\n'.repeat(600_000)}retry\n` });
    const raising: Sql = {
      query: async (text, values) => {
        const rows = await sql.query(text, values);
        await sql.query(`delete from rag_files where path = 'b.ts'`);
        await sql.query('update rag_sessions set version = 4');
        return rows as never;
      },
    };
    const { version, found } = await new LineSearch(raising).find(requestOf({ texts: ['retry'] }), never);
    expect(version).toBe(3);
    expect(found.map(({ path, version }) => [path, version])).toEqual([
      ['a.ts', 3],
      ['b.ts', 3],
    ]);
  });

  test('stops when it is aborted', async () => {
    await insert({ 'a.ts': 'retry\n' });
    const stopped = new LineSearch(sql).find(requestOf({ texts: ['retry'] }), AbortSignal.abort('enough'));
    await expect(stopped).rejects.toBe('enough');
  });
});

describe('what is refused', () => {
  test.each([[[]], [['x']], [[' y ']], [['x'.repeat(201)]], [Array(11).fill('retry')]])(
    'the texts %j',
    async (texts) => {
      await expect(find({ texts })).rejects.toThrow(InvalidInputError);
    },
  );

  test("a session that is not the owner's", async () => {
    await insert({ 'a.ts': 'retry\n' });
    await expect(find({ texts: ['retry'], ownerId: 'other' })).rejects.toThrow(NotFoundError);
  });
});

const never = new AbortController().signal;

function requestOf(changes: Partial<LineSearchRequest> & { texts: readonly string[] }): LineSearchRequest {
  return { ownerId: 'local', sessionId: 'ses_1', limit: 20, around: 0, ...changes };
}

function find(changes: Partial<LineSearchRequest> & { texts: readonly string[] }) {
  return new LineSearch(sql).find(requestOf(changes), never);
}

async function paths(changes: Partial<LineSearchRequest> & { texts: readonly string[] }): Promise<string[]> {
  return (await find(changes)).found.map(({ path }) => path);
}

async function insert(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  await sql.query(
    `insert into rag_sessions (id, key, project_id, version, embedding_provider, embedding_model,
       embedding_dimensions, chunker_version) values ('ses_1', 1, 'shop', 3, 'offline', 'hashed', 512, '1')`,
  );
  for (const [path, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    await sql.query(
      'insert into file_contents (session_key, content_hash, content) values (1, $1, $2) on conflict do nothing',
      [sha256(bytes), bytes],
    );
    await sql.query(
      `insert into rag_files (session_key, path, content_hash, bytes, language, status, from_version)
       values (1, $1, $2, $3, $4, 'INDEXED', 1)`,
      [path, sha256(bytes), bytes.length, path.endsWith('.ts') ? 'typescript' : null],
    );
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
