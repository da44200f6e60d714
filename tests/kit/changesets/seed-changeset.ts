import { insertChangeset } from '../../../src/chat/changesets/changeset-store.js';
import type { ProposedChangeset } from '../../../src/contracts/changeset.js';
import { openDatabase } from '../../../src/shared/database/open-database.js';
import { sqlOn } from '../../../src/shared/database/sql.js';
import type { DatabasePlace } from '../database-template.js';

export interface Proposer {
  readonly ownerId: string;
  readonly dialogId: string;
  readonly taskId: string;
}

/** Stores a proposal for each of these tasks of a stopped server, as their ends would have done; gives the ids. */
export async function seedChangesets(
  place: DatabasePlace,
  proposers: readonly Proposer[],
  proposed: ProposedChangeset,
): Promise<string[]> {
  const database = await openDatabase({ ...place, databasePoolSize: 2 });
  try {
    const ids: string[] = [];
    for (const proposer of proposers) ids.push(await insertChangeset(sqlOn(database.pool), proposer, proposed));
    return ids;
  } finally {
    await database.close();
  }
}
