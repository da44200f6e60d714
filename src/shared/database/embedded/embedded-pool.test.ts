import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDataFolder } from '../../../../tests/kit/database.js';
import { createEmbeddedPool } from './embedded-pool.js';
import { openPgliteEngine } from './pglite-engine.js';
import type { ProtocolEngine } from './protocol-engine.js';

let dataDir: string;
let engine: ProtocolEngine;
let pool: Pool;

beforeAll(async () => {
  dataDir = await freshDataFolder();
  engine = await openPgliteEngine(join(dataDir, 'database'));
});
afterAll(async () => {
  await engine.close();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  pool = createEmbeddedPool(engine, { max: 8 });
  await pool.query('CREATE TABLE counters (id int PRIMARY KEY, value int NOT NULL)');
  await pool.query('INSERT INTO counters VALUES (1, 0), (2, 0)');
});
afterEach(async () => {
  if (!pool.ended) await pool.end();
  const cleaner = createEmbeddedPool(engine, { max: 1 });
  await cleaner.query('DROP TABLE counters');
  await cleaner.end();
});

describe('queries', () => {
  it('gives each of many parallel queries its own answer', async () => {
    const numbers = Array.from({ length: 300 }, (_, index) => index);
    const answers = await Promise.all(
      numbers.map(
        async (n) => (await pool.query(`SELECT ${n % 3 === 0 ? n : '$1::int'} AS n`, n % 3 === 0 ? [] : [n])).rows[0].n,
      ),
    );
    expect(answers).toEqual(numbers);
  });

  it('answers several statements in one text with one result each', async () => {
    const results = (await pool.query('SELECT 1 AS a; SELECT 2 AS b')) as unknown as { rows: object[] }[];
    expect(results.map(({ rows }) => rows)).toEqual([[{ a: 1 }], [{ b: 2 }]]);
  });

  it('carries parameters and answers of several megabytes unharmed', async () => {
    const text = 'строка \u{1F600} '.repeat(250_000);
    const bytes = Buffer.alloc(5_000_000, 'abc');
    const { rows } = await pool.query('SELECT $1::text AS text, $2::bytea AS bytes', [text, bytes]);
    expect(rows[0].text === text).toBe(true);
    expect(bytes.equals(rows[0].bytes)).toBe(true);
  });

  it('gives all of 100,000 rows', async () => {
    const { rows } = await pool.query('SELECT n FROM generate_series(1, 100000) n');
    expect([rows.length, rows[0].n, rows.at(-1).n]).toEqual([100_000, 1, 100_000]);
  });

  it('lets sessions prepare different statements under the same name', async () => {
    const clients = await Promise.all(Array.from({ length: 5 }, () => pool.connect()));
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all(
        clients.map((client, index) =>
          client.query({ name: 'same', text: `SELECT $1::int + ${index} AS sum`, values: [round * 10] }),
        ),
      );
      expect(answers.map(({ rows }) => rows[0].sum)).toEqual([0, 1, 2, 3, 4].map((index) => round * 10 + index));
    }
    for (const client of clients) client.release();
  });

  it('forgets the prepared statements of a session that has ended', async () => {
    const client = await pool.connect();
    await client.query({ name: 'short_lived', text: 'SELECT $1::int', values: [1] });
    client.release(true);
    await pool.end();
    const later = createEmbeddedPool(engine, { max: 1 });
    const { rows } = await later.query(`SELECT name FROM pg_prepared_statements WHERE name LIKE '%short_lived'`);
    await later.end();
    expect(rows).toEqual([]);
  });
});

describe('transactions', () => {
  it('keeps the transactions of several clients apart when they interleave', async () => {
    const [first, second] = await Promise.all([pool.connect(), pool.connect()]);
    await first.query('BEGIN');
    await first.query('UPDATE counters SET value = 10 WHERE id = 1');
    const seen: string[] = [];
    const others = [
      second.query('SELECT value FROM counters WHERE id = 1').then(({ rows }) => seen.push(`second ${rows[0].value}`)),
      pool.query('UPDATE counters SET value = value + 1 WHERE id = 1').then(() => seen.push('pool')),
    ];
    await first.query('SELECT value FROM counters').then(() => seen.push('first'));
    await first.query('ROLLBACK');
    await Promise.all(others);
    expect(seen).toEqual(['first', 'second 0', 'pool']);
    expect((await pool.query('SELECT value FROM counters WHERE id = 1')).rows).toEqual([{ value: 1 }]);
    first.release();
    second.release();
  });

  it('loses no increment made under FOR UPDATE', async () => {
    await Promise.all(
      Array.from({ length: 30 }, async () => {
        const client = await pool.connect();
        await client.query('BEGIN');
        const { rows } = await client.query('SELECT value FROM counters WHERE id = 1 FOR UPDATE');
        await client.query('UPDATE counters SET value = $1 WHERE id = 1', [rows[0].value + 1]);
        await client.query('COMMIT');
        client.release();
      }),
    );
    expect((await pool.query('SELECT value FROM counters WHERE id = 1')).rows).toEqual([{ value: 30 }]);
  });

  it('keeps the SQLSTATE of an error, and the transaction until it is rolled back', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('UPDATE counters SET value = 5 WHERE id = 1');
    await expect(client.query('INSERT INTO counters VALUES ($1, 0)', [1])).rejects.toMatchObject({
      code: '23505',
      table: 'counters',
      constraint: 'counters_pkey',
    });
    const order: string[] = [];
    const other = pool.query('SELECT value FROM counters WHERE id = 1').then(({ rows }) => {
      order.push('other');
      return rows;
    });
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
    order.push('refused');
    await client.query('ROLLBACK');
    expect(await other).toEqual([{ value: 0 }]);
    expect(order).toEqual(['refused', 'other']);
    client.release();
  });

  it('goes on after an error outside a transaction', async () => {
    await expect(pool.query('SELECT 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
    await expect(pool.query('SELEC 1')).rejects.toMatchObject({ code: '42601' });
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('rolls back the transaction of a client that is destroyed in it, and lets the next one in', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('UPDATE counters SET value = 99 WHERE id = 1');
    const next = pool.query('SELECT value FROM counters WHERE id = 1');
    client.release(true);
    expect((await next).rows).toEqual([{ value: 0 }]);
  });

  it('rolls back also when the connection breaks while a statement of the transaction runs', async () => {
    const client = await pool.connect();
    client.on('error', () => undefined);
    await client.query('BEGIN');
    const update = client.query('UPDATE counters SET value = 99 WHERE id = 1');
    const destroyed = expect(update).rejects.toThrow('Connection terminated');
    streamOf(client).destroy();
    await destroyed;
    client.release(true);
    expect((await pool.query('SELECT value FROM counters WHERE id = 1')).rows).toEqual([{ value: 0 }]);
  });

  it('does not run what a client waited to run when it was destroyed', async () => {
    const [holder, waiting] = await Promise.all([pool.connect(), pool.connect()]);
    waiting.on('error', () => undefined);
    await holder.query('BEGIN');
    const update = waiting.query('UPDATE counters SET value = 7 WHERE id = 1');
    const refused = expect(update).rejects.toThrow('Connection terminated');
    streamOf(waiting).destroy();
    await refused;
    waiting.release(true);
    await holder.query('COMMIT');
    holder.release();
    expect((await pool.query('SELECT value FROM counters WHERE id = 1')).rows).toEqual([{ value: 0 }]);
  });
});

describe('the end', () => {
  it('comes after a client was destroyed inside a transaction', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    client.release(true);
    await expect(pool.end()).resolves.toBeUndefined();
  });

  it('comes after a client broke and was released with its error', async () => {
    const client = await pool.connect();
    const broken = new Promise<Error>((resolve) => client.on('error', resolve));
    streamOf(client).destroy(new Error('cable cut'));
    expect((await broken).message).toBe('cable cut');
    client.release(new Error('broken'));
    await expect(pool.end()).resolves.toBeUndefined();
  });

  it('comes while released sessions still listen', async () => {
    await pool.query('LISTEN something');
    await expect(pool.end()).resolves.toBeUndefined();
  });

  it('comes after an idle client broke', async () => {
    const client = await pool.connect();
    const removed = new Promise((resolve) => pool.once('remove', resolve));
    pool.on('error', () => undefined);
    client.release();
    streamOf(client).destroy(new Error('cable cut'));
    await removed;
    await expect(pool.end()).resolves.toBeUndefined();
  });

  it('waits for a client that is in use', async () => {
    const client = await pool.connect();
    const query = client.query('SELECT count(*)::int AS n FROM generate_series(1, 200000)');
    const end = pool.end();
    expect((await query).rows).toEqual([{ n: 200_000 }]);
    client.release();
    await end;
  });
});

describe('the main thread', () => {
  it('is free while a long statement runs', async () => {
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);
    await pool.query('SELECT count(*) FROM generate_series(1, 2000000)');
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(3);
  });
});

describe('an engine that fails', () => {
  it('rejects the query, and the next one, and lets the pool end', async () => {
    const failing: ProtocolEngine = {
      exchange: () => Promise.reject(new Error('unreachable code')),
      failed: new Promise(() => undefined),
      abandon: () => undefined,
      close: () => Promise.resolve(),
    };
    const broken = createEmbeddedPool(failing, { max: 2 });
    await expect(broken.query('SELECT 1')).rejects.toThrow('unreachable code');
    await expect(broken.query('SELECT $1', [1])).rejects.toThrow('unreachable code');
    await expect(broken.end()).resolves.toBeUndefined();
  });
});

/** What carries a client's bytes; its type does not show it. */
function streamOf(client: PoolClient): NodeJS.WritableStream & { destroy(error?: Error): void } {
  return (client as unknown as { connection: { stream: NodeJS.WritableStream & { destroy(error?: Error): void } } })
    .connection.stream;
}
