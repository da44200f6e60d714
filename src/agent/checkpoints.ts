import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import type { Pool } from 'pg';

const SCHEMA = 'langgraph';

/** Keeps the state of dialogs' graphs in the schema `langgraph` of the shared database. */
export function createCheckpointSaver(pool: Pool): PostgresSaver {
  // The saver bundles its own declaration of `pg`; at run time it only calls connect and query.
  return new PostgresSaver(pool as never, undefined, { schema: SCHEMA });
}

/**
 * Creates the checkpoint tables or brings them up to date. Two calls at once fail: on PostgreSQL the caller holds the
 * lock under which processes migrate one after the other, outside a transaction.
 */
export async function setUpCheckpoints(pool: Pool): Promise<void> {
  await createCheckpointSaver(pool).setup();
}
