import type { Sql } from '../shared/database/sql.js';
import { DialogBusyError, NotFoundError } from '../shared/errors.js';
import type { RunCancellation } from '../shared/job-queue/run-cancellation.js';

/** What a message does to a dialog with unfinished tasks: waits for them, is refused, or has them end. */
export type BusyStrategy = 'QUEUE' | 'REJECT' | 'INTERRUPT';

/**
 * Makes way for a message in the transaction that inserts its task. The dialog's row stays locked until then, so that
 * of two messages the second sees the first's task. The caller wakes the lane.
 * Throws a `DialogBusyError` for REJECT, a `NotFoundError` when the dialog was deleted meanwhile.
 */
export async function makeWay(
  sql: Sql,
  dialogId: string,
  onBusy: BusyStrategy,
  cancellation: Pick<RunCancellation, 'cancelIn'>,
): Promise<void> {
  // Not `for update`: whoever writes a row that refers to the dialog, such as a task's worker, need not wait.
  const dialogs = await sql.query(
    `select d.id from dialog_sessions d join rag_sessions s on s.id = d.session_id
     where d.id = $1 and s.deleted_at is null for no key update of d`,
    [dialogId],
  );
  if (dialogs.length === 0) throw new NotFoundError('dialog', dialogId);
  if (onBusy === 'QUEUE') return;
  const unfinished = await sql.query<{ id: string }>(
    `select id from agent_tasks where dialog_id = $1 and status in ('QUEUED', 'RUNNING', 'CANCELLING') order by number`,
    [dialogId],
  );
  const [active] = unfinished;
  if (active !== undefined && onBusy === 'REJECT') throw new DialogBusyError(dialogId, active.id);
  for (const { id } of unfinished) await cancellation.cancelIn(sql, id);
}
