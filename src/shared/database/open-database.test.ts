import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, ownDatabase } from '../../../tests/kit/database.js';
import { type EmptyPostgresDatabase, emptyPostgresDatabase, testDatabaseUrl } from '../../../tests/kit/postgres.js';
import { StartupError } from '../errors.js';
import { type DatabaseConfig, openDatabase } from './open-database.js';

describe('openDatabase, embedded', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'open-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('makes the folder and keeps the data from one opening to the next', async () => {
    const config = { databaseUrl: null, dataDir: join(folder, 'deep', 'data'), databasePoolSize: 4 };
    const first = await openDatabase(config);
    expect([first.kind, first.description]).toEqual(['embedded', `embedded PostgreSQL in ${config.dataDir}`]);
    await first.pool.query('CREATE EXTENSION vector');
    await first.pool.query(`CREATE TABLE notes AS SELECT '[1,2]'::vector AS v`);
    await first.close();
    const second = await openDatabase(config);
    expect((await second.pool.query('SELECT v FROM notes')).rows).toEqual([{ v: '[1,2]' }]);
    await second.close();
  });

  it('says what to do when the folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    await expectRefusal({ dataDir: join(folder, 'file', 'data') }, /data folder .* cannot be made: .* Set DATA_DIR/);
  });

  it('says what to do when the folder cannot be written to', async () => {
    await mkdir(join(folder, 'lock-1.json'));
    await expectRefusal({ dataDir: folder }, /data folder .* cannot be used: .* mounted read-only/);
  });

  it('says what to do when the database cannot be opened, and gives the folder up', async () => {
    await mkdir(join(folder, 'database'));
    await writeFile(join(folder, 'database', 'PG_VERSION'), '9.6\n');
    const message = /embedded database in .* cannot be opened: .* move that folder away/;
    await expectRefusal({ dataDir: folder }, message);
    await expectRefusal({ dataDir: folder }, message);
  });
});

describe.skipIf(testDatabaseUrl !== null)('an embedded database that is open', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await ownDatabase();
  });
  afterAll(() => fresh.dispose());

  it('refuses a second opening of its folder, with the URL it has announced', async () => {
    await fresh.database.announceUrl('http://localhost:15000');
    await expectRefusal({ dataDir: fresh.place.dataDir }, new RegExp(`process ${process.pid}.*http://localhost:15000`));
  });

  it("runs Prisma's interactive transactions one after the other, whole or not at all", async () => {
    const { prisma } = fresh.database;
    const add = (fail: boolean) =>
      prisma.$transaction(async (tx) => {
        const { seq } = await tx.streamHead.findUniqueOrThrow({ where: { stream: 'counter' } });
        await tx.streamHead.update({ where: { stream: 'counter' }, data: { seq: seq + 1n } });
        if (fail) throw new Error('no');
      });
    await prisma.streamHead.create({ data: { stream: 'counter' } });
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => add(index % 4 === 0)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(15);
    expect(await prisma.streamHead.findUnique({ where: { stream: 'counter' } })).toMatchObject({ seq: 15n });
  });

  it("lets Prisma's transactions wait for one that is longer than Prisma's own limit", async () => {
    const client = await fresh.database.pool.connect();
    await client.query('BEGIN');
    const { prisma } = fresh.database;
    const waiting = prisma.$transaction(async (tx) => tx.streamHead.count());
    await client.query('SELECT pg_sleep(2.5)');
    await client.query('COMMIT');
    client.release();
    expect(await waiting).toBeGreaterThanOrEqual(0);
  });

  it('keeps the codes of Prisma errors', async () => {
    const create = () => fresh.database.prisma.streamHead.create({ data: { stream: 'unique' } });
    await create();
    await expect(create()).rejects.toMatchObject({ code: 'P2002' });
  });
});

describe.skipIf(testDatabaseUrl !== null)('closing an embedded database', () => {
  it('ends, and can be asked for twice, while a listener and a transaction are never given back', async () => {
    const { database, dispose } = await ownDatabase();
    const listener = await database.pool.connect();
    await listener.query('LISTEN events');
    const holder = await database.pool.connect();
    await holder.query('BEGIN');
    const waiting = database.pool.query('SELECT 1').catch((error: Error) => error);
    await Promise.all([database.close(), database.close()]);
    expect(await waiting).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      cause: { message: expect.stringMatching(/terminated/) },
    });
    listener.release();
    holder.release();
    await dispose();
  });
});

describe('openDatabase, PostgreSQL', () => {
  it('never shows the password of a URL that it cannot read', async () => {
    for (const databaseUrl of ['postgresql://user:se%cret@host/db', 'postgresql://user:secret@host:port/db']) {
      const refusal = await openDatabase(config({ databaseUrl })).catch((error: Error) => error);
      expect(refusal).toBeInstanceOf(StartupError);
      expect(JSON.stringify([refusal, `${(refusal as Error).message}`])).not.toMatch(/cret/);
    }
  });

  it('names the server that does not answer, without the password', async () => {
    const databaseUrl = 'postgresql://user:secret@127.0.0.1:1/db';
    const refusal = await openDatabase(config({ databaseUrl })).catch((error: Error) => error);
    expect(refusal).toBeInstanceOf(StartupError);
    expect((refusal as Error).message).toMatch(/PostgreSQL at 127\.0\.0\.1:1\/db cannot be used: .*ECONNREFUSED/);
    expect((refusal as Error).message).not.toContain('secret');
  });

  describe.skipIf(testDatabaseUrl === null)('on a server', () => {
    let empty: EmptyPostgresDatabase;
    beforeAll(async () => {
      empty = await emptyPostgresDatabase();
    });
    afterAll(() => empty.drop());

    it('opens, says what it found, and closes while a connection is never given back', async () => {
      const database = await openDatabase(config({ databaseUrl: empty.databaseUrl }));
      expect(database.kind).toBe('postgres');
      expect(database.description).toMatch(/^PostgreSQL 1[5-9].* at .*\/test_\w+, pgvector \d/);
      const listener = await database.pool.connect();
      await listener.query('LISTEN events');
      await database.close();
      listener.release();
    });

    it('survives that the server ends an idle and a used connection', async () => {
      const database = await openDatabase(config({ databaseUrl: empty.databaseUrl }));
      const used = await database.pool.connect();
      const broken = new Promise((resolve) => used.on('error', resolve));
      await database.pool.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      await broken;
      used.release(true);
      expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      await database.close();
    });

    it('has the server give up within half a minute what a machine that vanished holds', async () => {
      const database = await openDatabase(config({ databaseUrl: empty.databaseUrl }));
      const { rows } = await database.pool.query(`
        SELECT inet_server_addr() IS NOT NULL AS over_tcp, current_setting('tcp_keepalives_idle')::int
          + current_setting('tcp_keepalives_interval')::int * current_setting('tcp_keepalives_count')::int AS seconds`);
      await database.close();
      expect(rows).toEqual([{ over_tcp: true, seconds: 25 }]);
    });

    it('names a database that does not exist', async () => {
      await expectRefusal({ databaseUrl: `${empty.databaseUrl}_not` }, /test_\w+_not cannot be used: .*does not exist/);
    });
  });
});

function config(over: Partial<DatabaseConfig>): DatabaseConfig {
  return { databaseUrl: null, dataDir: '', databasePoolSize: 4, ...over };
}

async function expectRefusal(over: Partial<DatabaseConfig>, message: RegExp): Promise<void> {
  const refusal = await openDatabase(config(over)).catch((error: Error) => error);
  expect(refusal).toBeInstanceOf(StartupError);
  expect((refusal as Error).message).toMatch(message);
}
