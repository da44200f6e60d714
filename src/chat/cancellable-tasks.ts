import type { TaskEvent } from '../contracts/events.js';
import type { EventLog } from '../shared/event-log/event-log.js';
import type { CancellableRuns } from '../shared/job-queue/run-cancellation.js';
import { cancelTask } from './task-ending.js';
import { RUN_TASK } from './task-run.js';

/** How tasks are cancelled. */
export function cancellableTasks(events: EventLog): CancellableRuns {
  return {
    task: RUN_TASK,
    table: 'agent_tasks',
    laneColumn: 'dialog_id',
    sessionOfRun: '(select session_id from dialog_sessions where id = run.dialog_id)',
    tellCancelling: async (sql, { id, attempt }) => {
      const cancelling: TaskEvent = { type: 'task_status', status: 'CANCELLING', queuePosition: null };
      await events.append(sql, id, attempt, cancelling);
    },
    endCancelled: (sql, run) => cancelTask(sql, events, run),
    onCancelled: async () => {},
  };
}
