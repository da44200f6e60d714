import type { Logger } from 'pino';
import { idleDialogRetention, lostCheckpointRetention } from './chat/dialog-retention.js';
import type { DialogService } from './chat/dialog-service.js';
import type { TaskRun } from './chat/task-run.js';
import type { Config } from './config.js';
import type { AgentRunner } from './contracts/agent-runner.js';
import { DELETE_SESSION_TASK, type SessionDeletion } from './rag/deletion/session-deletion.js';
import type { IndexJobRun } from './rag/indexing/index-job.js';
import { finishedEntryRetention } from './rag/retention/finished-entries.js';
import { oldJobRetention } from './rag/retention/old-jobs.js';
import { unusedContentRetention } from './rag/retention/unused-contents.js';
import { unusedVectorRetention } from './rag/retention/unused-vectors.js';
import { Autovacuum } from './shared/database/autovacuum.js';
import type { Database } from './shared/database/database.js';
import { sqlOn } from './shared/database/sql.js';
import { eventRetention } from './shared/event-log/event-retention.js';
import type { Wakeups } from './shared/event-log/wakeups.js';
import { idempotencyRetention } from './shared/idempotency-retention.js';
import type { JobQueue } from './shared/job-queue/job-queue.js';
import type { LaneHandler } from './shared/job-queue/lane.js';
import { Reconciler } from './shared/job-queue/reconciler.js';
import { RunLanes } from './shared/job-queue/run-lanes.js';
import type { Slots } from './shared/job-queue/worker-term.js';
import { RETENTION_TASK, Retention } from './shared/retention.js';

export interface BackgroundWorkDependencies {
  readonly config: Config;
  readonly log: Logger;
  readonly database: Database;
  readonly wakeups: Wakeups;
  readonly queue: JobQueue;
  readonly agent: AgentRunner;
  readonly dialogs: DialogService;
  readonly deletion: SessionDeletion;
  readonly taskRun: TaskRun;
  readonly indexJobRun: IndexJobRun;
}

/** What a process does unasked: it serves the queue's lanes, removes what is old, and finds work that nobody does. */
export class BackgroundWork {
  readonly #queue: JobQueue;
  readonly #slots: readonly Slots[];
  readonly #retention: Retention;
  readonly #reconciler: Reconciler;
  readonly #autovacuum: Autovacuum | null;

  constructor(dependencies: BackgroundWorkDependencies) {
    const { config, log, database, wakeups, queue, dialogs, deletion, taskRun, indexJobRun } = dependencies;
    const { pool } = database;
    const taskLanes = new RunLanes({ kind: taskRun, queue, pool, wakeups, log });
    const indexLanes = new RunLanes({ kind: indexJobRun, queue, pool, wakeups, log });
    this.#queue = queue;
    this.#retention = retentionOf(dependencies);
    this.#reconciler = new Reconciler({ queue, lanes: [indexLanes, taskLanes, deletion, this.#retention], log });
    this.#autovacuum = database.kind === 'embedded' ? new Autovacuum({ pool, log }) : null;
    const deleteSession: LaneHandler = async ({ id }, signal) => {
      await dialogs.removeAllOf(id, signal);
      await deletion.sweep(id, signal);
    };
    this.#slots = [
      slotsFor(config, config.workerConcurrency, { [taskRun.task]: taskLanes.handle }),
      slotsFor(config, config.indexConcurrency, {
        [indexJobRun.task]: indexLanes.handle,
        [DELETE_SESSION_TASK]: deleteSession,
        [RETENTION_TASK]: this.#retention.handle,
      }),
    ];
  }

  async start(): Promise<void> {
    this.#autovacuum?.start();
    await this.#queue.start(this.#slots);
    await this.#retention.start();
    await this.#reconciler.start();
  }

  /** Takes no more work; gives when what runs has ended. */
  async drain(): Promise<void> {
    await this.#reconciler.stop();
    await this.#queue.drain();
  }

  /** Takes no more work, hands back what runs and waits for it. */
  async stop(): Promise<void> {
    await this.#reconciler.stop();
    await this.#queue.stop();
    await this.#autovacuum?.stop();
  }
}

/** Of several owners none has more than half of the slots. A single one has nobody to leave any to. */
function slotsFor({ apiTokens }: Config, count: number, handlers: Slots['handlers']): Slots {
  const owners = new Set(apiTokens?.map(({ ownerId }) => ownerId));
  return { count, ownerShare: owners.size > 1 ? Math.ceil(count / 2) : count, handlers };
}

function retentionOf({ config, log, database, queue, agent, dialogs }: BackgroundWorkDependencies): Retention {
  const { pool } = database;
  const sql = sqlOn(pool);
  const keep = config.retention;
  return new Retention({
    sql,
    queue,
    rules: [
      eventRetention(sql, keep.eventsHours),
      finishedEntryRetention(pool, keep.jobEntriesHours),
      // A repeated request is still given the job that its key led to.
      oldJobRetention(pool, Math.max(keep.jobsHours, keep.idempotencyKeysHours)),
      idempotencyRetention(sql, keep.idempotencyKeysHours),
      unusedContentRetention(sql, keep.unusedContentsHours),
      unusedVectorRetention(sql, keep.unusedVectorsHours),
      lostCheckpointRetention(sql, agent),
      ...(keep.idleDialogsHours === null ? [] : [idleDialogRetention(dialogs, keep.idleDialogsHours)]),
    ],
    intervalMs: keep.intervalMs,
    log,
  });
}
