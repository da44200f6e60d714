import { createHash } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyPostgresDatabase, testDatabaseUrl } from '../../../tests/kit/postgres.js';
import { StartupError } from '../errors.js';
import type { Database } from './database.js';
import { migrate } from './migrate.js';
import { openDatabase } from './open-database.js';
import { setUpDatabase } from './set-up-database.js';

const MIGRATIONS = new URL('../../../prisma/migrations/', import.meta.url);
const LATEST = '99990101000000';

interface Opened {
  readonly database: Database;
  dispose(): Promise<void>;
}

async function openEmbedded(): Promise<Opened> {
  const dataDir = await mkdtemp(join(tmpdir(), 'migrate-test-'));
  const database = await openDatabase({ databaseUrl: null, dataDir, databasePoolSize: 4 });
  const dispose = async () => {
    await database.close();
    await rm(dataDir, { recursive: true });
  };
  return { database, dispose };
}

async function openPostgres(): Promise<Opened> {
  const { databaseUrl, drop } = await emptyPostgresDatabase();
  const database = await openDatabase({ databaseUrl, dataDir: '', databasePoolSize: 4 });
  const dispose = async () => {
    await database.close();
    await drop();
  };
  return { database, dispose };
}

describe('migrate', () => {
  describe('on an empty database', () => {
    let opened: Opened;
    let database: Database;
    /** The real migrations, and what a test adds to them. */
    let folder: string;

    beforeAll(async () => {
      opened = await (testDatabaseUrl === null ? openEmbedded() : openPostgres());
      database = opened.database;
    });
    afterAll(() => opened.dispose());
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'migrations-'));
      await cp(MIGRATIONS, folder, { recursive: true });
    });
    afterEach(async () => {
      await database.pool.query('DROP TABLE IF EXISTS later');
      await database.pool.query('DELETE FROM _prisma_migrations WHERE migration_name >= $1', [LATEST]);
      await rm(folder, { recursive: true });
    });

    it('applies each migration once and records it as Prisma does', async () => {
      await migrate(database.pool, folder);
      const first = await recordsOf(database);
      await migrate(database.pool, folder);
      expect(await recordsOf(database)).toEqual(first);
      expect(first).toEqual(await expectedRecords());
    });

    it('runs the steps after the migrations, in their order, at every start', async () => {
      const done: string[] = [];
      const tables = async () => `${(await recordsOf(database)).length > 0}`;
      const steps = [async () => void done.push(`first ${await tables()}`), async () => void done.push('second')];
      await setUpDatabase(database, steps);
      await setUpDatabase(database, steps);
      expect(done).toEqual(['first true', 'second', 'first true', 'second']);
    });

    it('applies what was added since', async () => {
      await migrate(database.pool, folder);
      await addMigration(`${LATEST}_later`, 'CREATE TABLE later (id int); INSERT INTO later VALUES (1);');
      await migrate(database.pool, folder);
      await migrate(database.pool, folder);
      expect((await database.pool.query('SELECT id FROM later')).rows).toEqual([{ id: 1 }]);
    });

    it('undoes a migration that fails, says which, and applies it once it is mended', async () => {
      await migrate(database.pool, folder);
      const name = `${LATEST}_broken`;
      await addMigration(name, 'CREATE TABLE later (id int); SELECT no_such_column;');
      const before = await recordsOf(database);
      await expect(migrate(database.pool, folder)).rejects.toThrow(
        new RegExp(`${name} failed and was undone: .*no_such_column`),
      );
      expect(await recordsOf(database)).toEqual(before);
      await addMigration(name, 'CREATE TABLE later (id int);');
      await migrate(database.pool, folder);
      expect((await database.pool.query('SELECT * FROM later')).rows).toEqual([]);
    });

    it('refuses a migration that was changed after it was applied', async () => {
      await migrate(database.pool, folder);
      const [name] = await namesIn(folder);
      await appendFile(join(folder, `${name}`, 'migration.sql'), '-- changed\n');
      await expectRefusal(`${name} was changed after it was applied`);
    });

    it('refuses a database that a newer version has used', async () => {
      await migrate(database.pool, folder);
      await addMigration(`${LATEST}_later`, 'SELECT 1');
      await migrate(database.pool, folder);
      await rm(join(folder, `${LATEST}_later`), { recursive: true });
      await expectRefusal('a newer version has used it');
    });

    it('refuses a database on which an earlier migration did not finish', async () => {
      await migrate(database.pool, folder);
      await addMigration(`${LATEST}_later`, 'SELECT 1');
      await migrate(database.pool, folder);
      await database.pool.query('UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name >= $1', [
        LATEST,
      ]);
      await expectRefusal('was begun on this database and did not finish');
    });

    it('refuses a migration that is older than one already applied', async () => {
      await migrate(database.pool, folder);
      await addMigration('20000101000000_forgotten', 'SELECT 1');
      await expectRefusal('20000101000000_forgotten is older than one that this database has already');
    });

    async function addMigration(name: string, sql: string): Promise<void> {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, name, 'migration.sql'), sql);
    }

    async function expectRefusal(message: string): Promise<void> {
      const refusal = migrate(database.pool, folder);
      await expect(refusal).rejects.toThrow(message);
      await expect(refusal).rejects.toBeInstanceOf(StartupError);
    }
  });
});

async function recordsOf(database: Database): Promise<object[]> {
  const { rows } = await database.pool.query(
    `SELECT *, finished_at >= started_at AS in_order, started_at > now() - interval '1 day' AS recent,
            length(id) AS id_length
     FROM _prisma_migrations ORDER BY migration_name`,
  );
  return rows.map(({ id: _id, started_at: _startedAt, finished_at: _finishedAt, ...record }) => record);
}

async function expectedRecords(): Promise<object[]> {
  return Promise.all(
    (await namesIn(MIGRATIONS)).map(async (name) => ({
      checksum: createHash('sha256')
        .update(await readFile(new URL(`${name}/migration.sql`, MIGRATIONS)))
        .digest('hex'),
      migration_name: name,
      logs: null,
      rolled_back_at: null,
      applied_steps_count: 1,
      in_order: true,
      recent: true,
      id_length: 36,
    })),
  );
}

async function namesIn(folder: URL | string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}
