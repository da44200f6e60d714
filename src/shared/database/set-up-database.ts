import type { Pool } from 'pg';
import type { Database } from './database.js';
import { migrate } from './migrate.js';

/** The number that processes of this server agree on; any other would do. */
const SET_UP_LOCK = 7_204_118_523;

/**
 * Applies the migrations, then runs `steps` in order: what else brings the database to the state this version needs.
 * Processes that start together do it one after another, so a step may rely on what an earlier run of it left.
 */
export async function setUpDatabase(database: Database, steps: ReadonlyArray<() => Promise<void>> = []): Promise<void> {
  const run = async () => {
    await migrate(database.pool);
    for (const step of steps) await step();
  };
  // Nobody else has the embedded database, and a lock of its one backend would not exclude anyone.
  if (database.kind === 'embedded') await run();
  else await underLock(database.pool, run);
}

/** Holds a lock of the session, not of a transaction: some steps cannot run while a transaction is open elsewhere. */
async function underLock(pool: Pool, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [SET_UP_LOCK]);
    await work();
  } finally {
    // Ending the connection gives the lock up, also when the connection is what failed.
    client.release(true);
  }
}
