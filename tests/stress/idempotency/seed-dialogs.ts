import { openDatabase } from '../../../src/shared/database/open-database.js';
import { type Sql, sqlOn } from '../../../src/shared/database/sql.js';
import { created, proposal } from '../../kit/changesets/proposals.js';
import { seedChangesets } from '../../kit/changesets/seed-changeset.js';
import type { DatabasePlace } from '../../kit/database-template.js';
import { insertDialog, insertSession, insertTask } from '../seed-rows.js';

/** An empty session with two dialogs: one in which nothing was said, and one with a changeset to apply. */
export interface SeededDialog {
  readonly sessionId: string;
  readonly dialogId: string;
  readonly changesetId: string;
}

/** What was asked before the run began. */
export const SEEDED_QUESTION = 'Write notes.';

export const PROPOSED = [created('notes/one.md', '# One\n'), created('notes/two.md', '# Two\n')];

/** Writes them into the database of a stopped server: what a model would have proposed needs no model here. */
export async function seedDialogs(place: DatabasePlace, count: number): Promise<SeededDialog[]> {
  const database = await openDatabase({ ...place, databasePoolSize: 2 });
  const seeded: (Omit<SeededDialog, 'changesetId'> & Proposer)[] = [];
  try {
    const sql = sqlOn(database.pool);
    for (let index = 0; index < count; index += 1) seeded.push(await seedDialog(sql));
  } finally {
    await database.close();
  }
  const proposers = seeded.map(({ proposerId, taskId }) => ({ ownerId: 'local', dialogId: proposerId, taskId }));
  const changesets = await seedChangesets(place, proposers, proposal(...PROPOSED));
  return seeded.map(({ sessionId, dialogId }, index) => ({
    sessionId,
    dialogId,
    changesetId: changesets[index] ?? '',
  }));
}

interface Proposer {
  readonly proposerId: string;
  readonly taskId: string;
}

async function seedDialog(sql: Sql): Promise<Omit<SeededDialog, 'changesetId'> & Proposer> {
  const sessionId = await insertSession(sql);
  const [dialogId, proposerId] = [await insertDialog(sql, sessionId), await insertDialog(sql, sessionId)];
  const taskId = await insertTask(sql, proposerId, { question: SEEDED_QUESTION, mode: 'AUTO', status: 'DONE' });
  return { sessionId, dialogId, proposerId, taskId };
}
