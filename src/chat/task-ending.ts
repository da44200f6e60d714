import type { RunFailure, TaskEvent } from '../contracts/events.js';
import type { MessageStatus } from '../generated/prisma/enums.js';
import type { Sql } from '../shared/database/sql.js';
import type { EventLog } from '../shared/event-log/event-log.js';
import { tellToStop } from '../shared/job-queue/attempt-watch.js';
import { type RunAttempt, whyNotRunning } from '../shared/job-queue/run-attempt.js';
import { StaleAttemptError } from '../shared/run-errors.js';
import { streamedText } from './reply-text.js';

/** How a task ends, and what its reply is then. */
export interface TaskEnd {
  readonly status: 'DONE' | 'ERROR' | 'CANCELLED';
  readonly failure: RunFailure | null;
  readonly reply: { readonly content: string; readonly citations: readonly unknown[]; readonly status: MessageStatus };
}

/**
 * Writes a task's end: its row, its reply and the terminal event, in the caller's transaction.
 * Throws a `RunCancelledError` when the task is CANCELLING and this is another end, a `StaleAttemptError` when the attempt
 * has been replaced or the task has ended.
 */
export async function endTask(sql: Sql, events: EventLog, task: RunAttempt, end: TaskEnd): Promise<void> {
  const from = end.status === 'CANCELLED' ? ['QUEUED', 'RUNNING', 'CANCELLING'] : ['RUNNING'];
  const [ended] = await sql.query<{ dialog_id: string; reply_id: string | null }>(
    `update agent_tasks set status = $3::"RunStatus", failure = $4::jsonb, finished_at = now(), retry_at = null
     where id = $1 and attempt = $2 and status = any($5::"RunStatus"[]) returning dialog_id, reply_id`,
    [task.id, task.attempt, end.status, end.failure === null ? null : JSON.stringify(end.failure), from],
  );
  if (ended === undefined) {
    throw end.status === 'CANCELLED'
      ? new StaleAttemptError(task.id, task.attempt)
      : await whyNotRunning(sql, 'agent_tasks', task);
  }
  if (ended.reply_id !== null) {
    await sql.query(
      `update chat_messages set content = $2, citations = $3::jsonb, status = $4::"MessageStatus" where id = $1`,
      [ended.reply_id, end.reply.content, JSON.stringify(end.reply.citations), end.reply.status],
    );
  }
  // A message that is being sent has the dialog locked and may wait for this task: waiting for it here would be a
  // deadlock, and it notes the activity itself.
  await sql.query(
    `update dialog_sessions set last_activity_at = now()
     where id = (select id from dialog_sessions where id = $1 for no key update skip locked)`,
    [ended.dialog_id],
  );
  const terminal: TaskEvent = { type: 'terminal', status: end.status };
  await events.append(sql, task.id, task.attempt, terminal);
}

/** Ends a task that nobody works on in CANCELLED, in the caller's transaction. Its reply keeps what was streamed. */
export async function cancelTask(sql: Sql, events: EventLog, task: RunAttempt): Promise<void> {
  const content = await streamedText(events, task.id, sql);
  const reply = { content, citations: [], status: 'CANCELLED' as const };
  await endTask(sql, events, task, { status: 'CANCELLED', failure: null, reply });
}

/**
 * Cancels the dialog's unfinished tasks without waiting for their work, for a dialog that goes with them. Raising the
 * attempt refuses whatever a running one still wants to write.
 */
export async function endTasks(sql: Sql, events: EventLog, dialogId: string): Promise<void> {
  const tasks = await sql.query<RunAttempt>(
    `update agent_tasks set attempt = attempt + 1
     where dialog_id = $1 and status in ('QUEUED', 'RUNNING', 'CANCELLING') returning id, attempt`,
    [dialogId],
  );
  for (const task of tasks) {
    await sql.query('update stream_heads set writer = $2 where stream = $1', [task.id, task.attempt]);
    await cancelTask(sql, events, task);
    await tellToStop(sql, task.id);
  }
}
