import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../tests/kit/database.js';
import { type Sql, sqlOn } from '../../shared/database/sql.js';
import { decodeVector, VectorParameters } from './vector-parameters.js';

let fresh: FreshDatabase;
let sql: Sql;

beforeAll(async () => {
  fresh = await freshDatabase();
  sql = sqlOn(fresh.database.pool);
});

afterAll(() => fresh.dispose());

test('the database reads the vectors as they are, in their order', async () => {
  const vectors = [Float32Array.of(0.5, -0.25, 3), Float32Array.of(1e-7, 0, -1e30), Float32Array.of(1)];
  const rows = await sql.query(
    'select vector::text, n::int from unnest($1::vector[]) with ordinality as given (vector, n) order by n',
    [await new VectorParameters(sql).encode(vectors)],
  );
  expect(rows).toEqual([
    { vector: '[0.5,-0.25,3]', n: 1 },
    { vector: '[1e-07,0,-1e+30]', n: 2 },
    { vector: '[1]', n: 3 },
  ]);
});

test('a vector comes back bit by bit', async () => {
  const vector = Float32Array.from({ length: 512 }, (_, index) => Math.sin(index));
  const [row] = await sql.query<{ bytes: Buffer }>('select vector_send(v) as bytes from unnest($1::vector[]) as v', [
    await new VectorParameters(sql).encode([vector]),
  ]);
  expect(decodeVector(row?.bytes ?? Buffer.alloc(2))).toEqual(vector);
});
