import type { Pool } from 'pg';
import { pino } from 'pino';
import { type Sql, sqlOn } from '../../src/shared/database/sql.js';
import { JobQueue } from '../../src/shared/job-queue/job-queue.js';
import type { Lane, LaneHandler } from '../../src/shared/job-queue/lane.js';
import { WorkerPresence } from '../../src/shared/job-queue/worker-presence.js';
import type { Slots } from '../../src/shared/job-queue/worker-term.js';
import { testDatabaseUrl } from './postgres.js';

const TASK = 'look';

/** The queue on a real database, with lanes whose work is a test's own. */
export class LaneQueue {
  readonly queue: JobQueue;
  readonly #sql: Sql;

  constructor(pool: Pool) {
    const openPresence = testDatabaseUrl === null ? null : () => WorkerPresence.open(pool);
    this.#sql = sqlOn(pool);
    this.queue = new JobQueue({ pool, log: pino({ level: 'silent' }), openPresence });
  }

  /** Serves the lanes that `wake` wakes. */
  start(handle: LaneHandler, { count = 1, ownerShare = count }: Partial<Slots> = {}): Promise<void> {
    return this.queue.start([{ count, ownerShare, handlers: { [TASK]: handle } }]);
  }

  /** A lane is named as `owner/session/…`. */
  wake(id: string, at: Date | null = null): Promise<void> {
    return this.queue.wake(this.#sql, laneNamed(id), at);
  }

  stop(): Promise<void> {
    return this.queue.stop();
  }

  /** Stops, and leaves no job and no turn behind. */
  async clear(): Promise<void> {
    await this.stop();
    await this.#sql.query(
      'truncate graphile_worker._private_jobs, graphile_worker._private_job_queues, public.lane_turns',
    );
  }
}

function laneNamed(id: string): Lane {
  const [ownerId = '', sessionId = ''] = id.split('/');
  return { task: TASK, id, ownerId, sessionId: `${ownerId}/${sessionId}` };
}
