import type { Sql } from '../../src/shared/database/sql.js';
import { newId } from '../../src/shared/ids.js';

/** Rows of a stopped server's database, as its services would have written them. */
export async function insertSession(sql: Sql): Promise<string> {
  const id = newId('session');
  await sql.query(
    `insert into rag_sessions
       (id, project_id, embedding_provider, embedding_model, embedding_dimensions, chunker_version)
     values ($1, 'seeded', 'x', 'x', 1, 'x')`,
    [id],
  );
  return id;
}

export async function insertDialog(sql: Sql, sessionId: string): Promise<string> {
  const id = newId('dialog');
  await sql.query('insert into dialog_sessions (id, session_id) values ($1, $2)', [id, sessionId]);
  return id;
}

/** A task with its question. */
export async function insertTask(
  sql: Sql,
  dialogId: string,
  { question, mode, status }: { question: string; mode: 'AUTO' | 'QA'; status: 'QUEUED' | 'DONE' },
): Promise<string> {
  const [messageId, taskId] = [newId('message'), newId('task')];
  await sql.query(
    `insert into chat_messages (id, dialog_id, role, content, status) values ($1, $2, 'USER', $3, 'COMPLETE')`,
    [messageId, dialogId, question],
  );
  await sql.query(
    `insert into agent_tasks (id, dialog_id, message_id, mode, status, finished_at)
     values ($1, $2, $3, $4::"MessageMode", $5::"RunStatus", case when $5 = 'DONE' then now() end)`,
    [taskId, dialogId, messageId, mode, status],
  );
  return taskId;
}
