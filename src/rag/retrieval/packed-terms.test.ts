import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { type Sql, sqlOn } from '../../shared/database/sql.js';
import { chunkTerms } from './chunk-terms.js';
import { packTerms, unpackTermsSql } from './packed-terms.js';

let fresh: FreshDatabase;
let sql: Sql;

beforeAll(async () => {
  fresh = await freshDatabase();
  sql = sqlOn(fresh.database.pool);
});

afterAll(() => fresh.dispose());

test('the database unpacks the terms of each chunk with their frequencies', async () => {
  const texts = ['retry the job, retryJob_2\tНАЙТИ поиск 検索する "quoted" null {a,b}', '{ }', 'job'];
  const chunks = texts.map((text) => chunkTerms({ path: 'src/очередь.ts', symbol: 'Queue.retry', text }).terms);
  const packed = [...chunks, new Map<string, number>()].map(packTerms);
  const rows = await sql.query<{ n: number; term: string; tf: number }>(
    `select n::int, term, tf from unnest($1::text[], $2::text[]) with ordinality as given (names, frequencies, n)
     cross join lateral ${unpackTermsSql({ names: 'names', frequencies: 'frequencies' })}`,
    [packed.map(({ names }) => names), packed.map(({ frequencies }) => frequencies)],
  );
  const unpacked = packed.map(
    (_, index) => new Map(rows.filter(({ n }) => n === index + 1).map(({ term, tf }) => [term, tf])),
  );
  expect(unpacked).toEqual([...chunks, new Map()]);
  expect(packed.map(({ count }) => count)).toEqual(unpacked.map(({ size }) => size));
  expect(chunks[0]?.get('検索')).toBe(1.5);
});
