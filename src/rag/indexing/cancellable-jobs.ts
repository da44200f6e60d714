import type { IndexJobEvent } from '../../contracts/events.js';
import type { EventLog } from '../../shared/event-log/event-log.js';
import type { CancellableRuns } from '../../shared/job-queue/run-cancellation.js';
import { StaleAttemptError } from '../../shared/run-errors.js';
import { type IndexJobRow, JOB_COLUMNS } from './job-columns.js';
import { cancelJob } from './job-ending.js';
import { countsOf, INDEX_TASK } from './job-store.js';

/** How index jobs are cancelled. `onEnd`: tasks may wait for a job. */
export function cancellableJobs({
  events,
  onEnd,
}: {
  events: EventLog;
  onEnd: (jobId: string) => Promise<void>;
}): CancellableRuns {
  return {
    task: INDEX_TASK,
    table: 'rag_index_jobs',
    laneColumn: 'session_id',
    sessionOfRun: 'run.session_id',
    tellCancelling: async (sql, { id, attempt }) => {
      const [job] = await sql.query<IndexJobRow>(`select ${JOB_COLUMNS} from rag_index_jobs where id = $1`, [id]);
      if (job === undefined) throw new StaleAttemptError(id, attempt);
      const counts = countsOf(job);
      const cancelling: IndexJobEvent = { type: 'index_status', status: 'CANCELLING', queuePosition: null, counts };
      await events.append(sql, id, attempt, cancelling);
    },
    endCancelled: (sql, run) => cancelJob(sql, events, run),
    onCancelled: onEnd,
  };
}
