import { openDatabase } from '../../../src/shared/database/open-database.js';
import { type Sql, sqlOn } from '../../../src/shared/database/sql.js';
import { newId } from '../../../src/shared/ids.js';
import { created, proposal } from '../../kit/changesets/proposals.js';
import { seedChangesets } from '../../kit/changesets/seed-changeset.js';
import type { DatabasePlace } from '../../kit/database-template.js';

/** An empty session with two dialogs: one in which nothing was said, and one with a changeset to apply. */
export interface SeededDialog {
  readonly sessionId: string;
  readonly dialogId: string;
  readonly changesetId: string;
}

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
  const [sessionId, dialogId, proposerId] = [newId('session'), newId('dialog'), newId('dialog')];
  const [messageId, taskId] = [newId('message'), newId('task')];
  await sql.query(
    `insert into rag_sessions
       (id, project_id, embedding_provider, embedding_model, embedding_dimensions, chunker_version)
     values ($1, 'seeded', 'x', 'x', 1, 'x')`,
    [sessionId],
  );
  await sql.query(`insert into dialog_sessions (id, session_id) values ($1, $3), ($2, $3)`, [
    ...[dialogId, proposerId],
    sessionId,
  ]);
  await sql.query(
    `insert into chat_messages (id, dialog_id, role, content, status) values ($1, $2, 'USER', 'Write notes.', 'COMPLETE')`,
    [messageId, proposerId],
  );
  await sql.query(
    `insert into agent_tasks (id, dialog_id, message_id, mode, status, finished_at) values ($1, $2, $3, 'AUTO', 'DONE', now())`,
    [taskId, proposerId, messageId],
  );
  return { sessionId, dialogId, proposerId, taskId };
}
