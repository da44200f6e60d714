import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { StartupError } from '../errors.js';
import { inTransaction, type Sql, sqlOn } from './sql.js';

interface Migration {
  /** Its folder's name; they apply in the order of their names. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, lower-case hex, as Prisma records it. */
  readonly checksum: string;
}

interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

const MIGRATIONS = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

/** Exactly as Prisma makes it, so that its own tools read this database as one of theirs. */
const RECORDS_TABLE = `
CREATE TABLE _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Applies the migrations the database does not have yet, each in one transaction with its record.
 * Not safe when several processes do it at once: see `setUpDatabase`. Throws a `StartupError` when the database and the
 * migrations contradict each other, or one fails; what was applied before it stays.
 */
export async function migrate(pool: Pool, folder: string = MIGRATIONS): Promise<void> {
  const migrations = await readMigrations(folder);
  const applied = await readApplied(sqlOn(pool));
  refuseContradictions(migrations, applied);
  for (const migration of migrations.slice(applied.length)) await apply(pool, migration);
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const content = await readFile(join(folder, name, 'migration.sql'));
      return { name, sql: content.toString('utf8'), checksum: createHash('sha256').update(content).digest('hex') };
    }),
  );
}

async function readApplied(sql: Sql): Promise<AppliedMigration[]> {
  const [found] = await sql.query<{ there: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`);
  if (!found?.there) await createRecordsTable(sql);
  return sql.query<AppliedMigration>(
    `SELECT migration_name, checksum, finished_at FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY migration_name COLLATE "C"`,
  );
}

async function createRecordsTable(sql: Sql): Promise<void> {
  try {
    await sql.query(RECORDS_TABLE);
  } catch (error) {
    throw new StartupError(
      `The table _prisma_migrations cannot be made: ${(error as Error).message}. The database's user needs the right to create tables in its schema.`,
      { cause: error },
    );
  }
}

function refuseContradictions(migrations: readonly Migration[], applied: readonly AppliedMigration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at } of applied) {
    const migration = known.get(name);
    if (finished_at === null) {
      throw new StartupError(
        `The migration ${name} was begun on this database and did not finish. Restore a backup, or finish or undo it by hand and mark it with "prisma migrate resolve".`,
      );
    }
    if (migration === undefined) {
      throw new StartupError(
        `The database has the migration ${name}, which this version does not know: a newer version has used it. Run that version, or restore a backup from before.`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new StartupError(
        `The migration ${name} was changed after it was applied to this database. Restore its migration.sql and put the change into a new migration.`,
      );
    }
  }
  const overtaken = migrations
    .slice(0, applied.length)
    .find(({ name }, index) => name !== applied[index]?.migration_name);
  if (overtaken !== undefined) {
    throw new StartupError(
      `The migration ${overtaken.name} is older than one that this database has already. Give it a later date, so that every database applies them in one order.`,
    );
  }
}

async function apply(pool: Pool, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await inTransaction(pool, async (transaction) => {
      await transaction.query(sql);
      await transaction.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
         VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
        [randomUUID(), checksum, name],
      );
    });
  } catch (error) {
    throw new StartupError(
      `The migration ${name} failed and was undone: ${(error as Error).message}. The database's user needs the right to create tables, types and the extension "vector".`,
      { cause: error },
    );
  }
}
