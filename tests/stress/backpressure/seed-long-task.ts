import type { TaskEvent } from '../../../src/contracts/events.js';
import { openDatabase } from '../../../src/shared/database/open-database.js';
import { sqlOn } from '../../../src/shared/database/sql.js';
import { EventLog } from '../../../src/shared/event-log/event-log.js';
import { Wakeups } from '../../../src/shared/event-log/wakeups.js';
import { newId } from '../../../src/shared/ids.js';
import { createLogger } from '../../../src/shared/logger.js';
import type { DatabasePlace } from '../../kit/database-template.js';
import { insertDialog, insertSession, insertTask } from '../seed-rows.js';

/** As long as the server itself writes them. */
const DELTA_CHARS = 4_000;
const LINE = 'Сервер хранит события, и только потом о них сообщает. ';

/**
 * A task whose worker died after its model had streamed `bytes` of text: the next worker takes it up anew. Its readers
 * have all of it to read, long before there is more.
 */
export async function seedLongTask(place: DatabasePlace, bytes: number): Promise<string> {
  const database = await openDatabase({ ...place, databasePoolSize: 2 });
  try {
    const sql = sqlOn(database.pool);
    const wakeups = new Wakeups({ pool: database.pool, log: createLogger('silent') });
    const events = new EventLog({ pool: database.pool, wakeups });
    const dialogId = await insertDialog(sql, await insertSession(sql));
    const taskId = await insertTask(sql, dialogId, { question: 'Что хранит сервер?', mode: 'QA', status: 'QUEUED' });
    await events.create(sql, taskId);
    const append = (event: TaskEvent) => events.append(sql, taskId, 0, event);
    await append({ type: 'task_status', status: 'QUEUED', queuePosition: 1 });
    await append({ type: 'task_status', status: 'RUNNING', queuePosition: null });
    const replyId = newId('message');
    const text = LINE.repeat(Math.ceil(DELTA_CHARS / LINE.length)).slice(0, DELTA_CHARS);
    const deltas = Math.ceil(bytes / Buffer.byteLength(text));
    for (let delta = 0; delta < deltas; delta += 1) {
      await append({ type: 'task_delta', messageId: replyId, offset: delta * text.length, text });
    }
    await sql.query(
      `insert into chat_messages (id, dialog_id, role, content, status) values ($1, $2, 'ASSISTANT', '', 'STREAMING')`,
      [replyId, dialogId],
    );
    await sql.query(
      `update agent_tasks set status = 'RUNNING', attempt = 1, started_at = now(), reply_id = $2 where id = $1`,
      [taskId, replyId],
    );
    await sql.query('update stream_heads set writer = 1 where stream = $1', [taskId]);
    return taskId;
  } finally {
    await database.close();
  }
}
