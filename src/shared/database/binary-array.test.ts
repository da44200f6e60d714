import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { byteaArray } from './binary-array.js';
import { type Sql, sqlOn } from './sql.js';

let fresh: FreshDatabase;
let sql: Sql;

beforeAll(async () => {
  fresh = await freshDatabase();
  sql = sqlOn(fresh.database.pool);
});

afterAll(() => fresh.dispose());

test('the database reads each value as it is, in its order', async () => {
  const values = [Buffer.from([0, 255, 34, 92, 10]), Buffer.alloc(0), Buffer.alloc(100_000, '🙂')];
  const rows = await sql.query<{ value: Buffer }>('select value from unnest($1::bytea[]) as given (value)', [
    byteaArray(values),
  ]);
  expect(rows.map(({ value }) => value)).toEqual(values);
});
