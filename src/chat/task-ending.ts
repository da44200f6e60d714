import type { RunFailure, TaskEvent } from '../contracts/events.js';
import type { MessageStatus } from '../generated/prisma/enums.js';
import type { Sql } from '../shared/database/sql.js';
import { StaleAttemptError } from '../shared/errors.js';
import type { EventLog } from '../shared/event-log/event-log.js';

/** How a task ends, and what its reply is then. */
export interface TaskEnd {
  readonly status: 'DONE' | 'ERROR' | 'CANCELLED';
  readonly failure: RunFailure | null;
  readonly reply: { readonly content: string; readonly citations: readonly unknown[]; readonly status: MessageStatus };
}

/**
 * Writes a task's end: its row, its reply and the terminal event, in the caller's transaction.
 * Throws a `StaleAttemptError` when the attempt has been replaced or the task has ended.
 */
export async function endTask(
  sql: Sql,
  events: EventLog,
  task: { id: string; attempt: number },
  end: TaskEnd,
): Promise<void> {
  const [ended] = await sql.query<{ reply_id: string | null }>(
    `update agent_tasks set status = $3::"RunStatus", failure = $4::jsonb, finished_at = now(),
       duration_ms = greatest(0, extract(epoch from now() - coalesce(started_at, now())) * 1000)::int
     where id = $1 and attempt = $2 and status in ('QUEUED', 'RUNNING', 'CANCELLING') returning reply_id`,
    [task.id, task.attempt, end.status, end.failure === null ? null : JSON.stringify(end.failure)],
  );
  if (ended === undefined) throw new StaleAttemptError(task.id, task.attempt);
  if (ended.reply_id !== null) {
    await sql.query(
      `update chat_messages set content = $2, citations = $3::jsonb, status = $4::"MessageStatus" where id = $1`,
      [ended.reply_id, end.reply.content, JSON.stringify(end.reply.citations), end.reply.status],
    );
  }
  await sql.query(
    `update dialog_sessions set last_activity_at = now() where id = (select dialog_id from agent_tasks where id = $1)`,
    [task.id],
  );
  const terminal: TaskEvent = { type: 'terminal', status: end.status };
  await events.append(sql, task.id, task.attempt, terminal);
}

/** Cancels the dialog's unfinished tasks. Raising the attempt refuses whatever a running one still wants to write. */
export async function endTasks(sql: Sql, events: EventLog, dialogId: string): Promise<void> {
  const tasks = await sql.query<{ id: string; attempt: number }>(
    `update agent_tasks set attempt = attempt + 1
     where dialog_id = $1 and status in ('QUEUED', 'RUNNING', 'CANCELLING') returning id, attempt`,
    [dialogId],
  );
  for (const task of tasks) {
    await sql.query('update stream_heads set writer = $2 where stream = $1', [task.id, task.attempt]);
    const reply = { content: '', citations: [], status: 'CANCELLED' as const };
    await endTask(sql, events, task, { status: 'CANCELLED', failure: null, reply });
  }
}
