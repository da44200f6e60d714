import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmptyPostgresDatabase, emptyPostgresDatabase, testDatabaseUrl } from '../../../tests/kit/postgres.js';
import { openDatabase } from './open-database.js';

describe.skipIf(testDatabaseUrl === null)('setUpDatabase by several processes at once', () => {
  let empty: EmptyPostgresDatabase;
  beforeAll(async () => {
    empty = await emptyPostgresDatabase();
  });
  afterAll(() => empty.drop());

  it('succeeds in each, applies each migration once, and never runs two set-ups together', async () => {
    const codes = await Promise.all(Array.from({ length: 4 }, () => setUpInProcess(empty.databaseUrl)));
    expect(codes).toEqual([0, 0, 0, 0]);
    const database = await openDatabase({ databaseUrl: empty.databaseUrl, dataDir: '', databasePoolSize: 2 });
    const { rows: applied } = await database.pool.query(
      'SELECT migration_name, count(*)::int AS times FROM _prisma_migrations GROUP BY 1 HAVING count(*) <> 1',
    );
    const { rows: log } = await database.pool.query('SELECT what FROM set_up_log ORDER BY id');
    await database.close();
    expect(applied).toEqual([]);
    expect(log.map(({ what }) => what)).toEqual(Array.from({ length: 4 }, () => ['begin', 'end']).flat());
  });
});

/** Sets up in a process of its own, with a step that tells when it begins and ends; gives the exit code. */
async function setUpInProcess(databaseUrl: string): Promise<number | null> {
  const script = `
    import { openDatabase } from ${JSON.stringify(new URL('open-database.ts', import.meta.url).pathname)};
    import { setUpDatabase } from ${JSON.stringify(new URL('set-up-database.ts', import.meta.url).pathname)};
    const database = await openDatabase(${JSON.stringify({ databaseUrl, dataDir: '', databasePoolSize: 2 })});
    const note = (what) => database.pool.query('INSERT INTO set_up_log (what) VALUES ($1)', [what]);
    await setUpDatabase(database, [
      async () => {
        await database.pool.query('CREATE TABLE IF NOT EXISTS set_up_log (id bigserial, what text)');
        await note('begin');
        await database.pool.query('SELECT pg_sleep(0.1)');
        await note('end');
      },
    ]);
    await database.close();`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return code;
}
