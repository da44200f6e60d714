import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import type { Pool } from 'pg';

const SCHEMA = 'langgraph';

/** Keeps the state of dialogs' graphs in the schema `langgraph` of the shared database. */
export function createCheckpointSaver(pool: Pool): PostgresSaver {
  // The saver bundles its own declaration of `pg`; at run time it only calls connect and query.
  return new PostgresSaver(pool as never, undefined, { schema: SCHEMA });
}

/** Threads that have rows, in no order. */
export async function checkpointedThreads(pool: Pool, most: number): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select thread_id as id from ${SCHEMA}.checkpoints union select thread_id from ${SCHEMA}.checkpoint_writes limit $1`,
    [most],
  );
  return rows.map(({ id }) => id);
}

/**
 * Creates the checkpoint tables or brings them up to date. Two calls at once fail: on PostgreSQL the caller holds the
 * lock under which processes migrate one after the other, outside a transaction.
 */
export async function setUpCheckpoints(pool: Pool): Promise<void> {
  await createCheckpointSaver(pool).setup();
}
