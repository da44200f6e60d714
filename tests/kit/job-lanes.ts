import type { Pool } from 'pg';
import { type Logger, pino } from 'pino';
import type { RunFailure, RunStatus } from '../../src/contracts/events.js';
import { type Sql, sqlOn } from '../../src/shared/database/sql.js';
import { EventLog } from '../../src/shared/event-log/event-log.js';
import { Wakeups } from '../../src/shared/event-log/wakeups.js';
import { newId } from '../../src/shared/ids.js';
import { JobQueue } from '../../src/shared/job-queue/job-queue.js';
import type { Lane } from '../../src/shared/job-queue/lane.js';
import { whyNotRunning } from '../../src/shared/job-queue/run-attempt.js';
import { RunCancellation } from '../../src/shared/job-queue/run-cancellation.js';
import { type ClaimedRun, RunLanes } from '../../src/shared/job-queue/run-lanes.js';

export type Work = (run: ClaimedRun, signal: AbortSignal, giveWay: () => Promise<void>) => Promise<void>;

const SILENT = pino({ level: 'silent' });
const TASK = 'run-index-job';

export interface JobLanesOptions {
  /** False: the lanes are there and nothing serves them. */
  readonly start?: boolean;
  /** False: no notification arrives. */
  readonly listen?: boolean;
  /** Without it only a notification tells a run to stop. */
  readonly lookEveryMs?: number;
  /** How long a run has its slot before it gives way. */
  readonly sliceMs?: number;
  readonly slots?: number;
  /** Of one owner. */
  readonly share?: number;
  /** Silent unless given. */
  readonly log?: Logger;
}

const AN_HOUR_MS = 3_600_000;

/** The lanes of index jobs whose work is a test's own, with their queue, log and cancellation on a real database. */
export class JobLanes {
  /** Ids in the order in which the jobs ended. */
  readonly ended: string[] = [];
  readonly failures: RunFailure[] = [];
  readonly queue: JobQueue;
  readonly lanes: RunLanes;
  readonly cancellation: RunCancellation;
  readonly #sql: Sql;
  readonly #wakeups: Wakeups;
  readonly #events: EventLog;
  #wake = () => {};

  private constructor(pool: Pool, work: Work, options: JobLanesOptions) {
    const { lookEveryMs = AN_HOUR_MS, sliceMs = AN_HOUR_MS, log = SILENT } = options;
    this.#sql = sqlOn(pool);
    this.#wakeups = new Wakeups({ pool, log });
    this.#events = new EventLog({ pool, wakeups: this.#wakeups });
    this.queue = new JobQueue({ pool, log });
    const runs = {
      task: TASK,
      table: 'rag_index_jobs',
      laneColumn: 'session_id',
      sessionOfRun: 'run.session_id',
    } as const;
    this.lanes = new RunLanes({
      queue: this.queue,
      pool,
      wakeups: this.#wakeups,
      log,
      lookEveryMs,
      sliceMs,
      kind: {
        ...runs,
        canStart: async () => true,
        execute: async (run, signal, giveWay) => {
          await work(run, signal, giveWay);
          await this.#end(this.#sql, run, 'DONE');
        },
        fail: async (run, failure) => {
          await this.#end(this.#sql, run, 'ERROR');
          this.failures.push(failure);
        },
        cancel: (run) => this.#end(this.#sql, run, 'CANCELLED'),
      },
    });
    this.cancellation = new RunCancellation({
      pool,
      queue: this.queue,
      runs: {
        ...runs,
        tellCancelling: async (sql, { id, attempt }) => {
          await this.#events.append(sql, id, attempt, { type: 'cancelling' });
        },
        endCancelled: (sql, run) => this.#end(sql, run, 'CANCELLED'),
        onCancelled: async () => {},
      },
    });
  }

  static async serve(pool: Pool, work: Work, options: JobLanesOptions = {}): Promise<JobLanes> {
    const { start = true, listen = true, slots: count = 4, share: ownerShare = count } = options;
    const served = new JobLanes(pool, work, options);
    if (listen) await served.#wakeups.open();
    if (start) await served.queue.start([{ count, ownerShare, handlers: { [TASK]: served.lanes.handle } }]);
    return served;
  }

  /** Gives when so many jobs have ended. */
  async until(count: number): Promise<string[]> {
    while (this.ended.length < count) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.ended;
  }

  async newLane(): Promise<string> {
    const id = newId('session');
    await this.#sql.query(
      `insert into rag_sessions
         (id, project_id, embedding_provider, embedding_model, embedding_dimensions, chunker_version)
       values ($1, 'p', 'x', 'x', 1, 'x')`,
      [id],
    );
    return id;
  }

  async enqueue(lane: string, { wake = true, ownerId = 'local' } = {}): Promise<string> {
    const id = newId('indexJob');
    await this.#sql.query(`insert into rag_index_jobs (id, session_id, kind) values ($1, $2, 'CHANGES')`, [id, lane]);
    await this.#sql.query('insert into stream_heads (stream) values ($1)', [id]);
    if (wake) await this.queue.wake(this.#sql, laneOf(lane, ownerId));
    return id;
  }

  /** Whether another lane waits for the slot that serves this one. */
  isAwaited(lane: string, ownerId = 'local'): Promise<boolean> {
    return this.queue.isAwaited(laneOf(lane, ownerId));
  }

  async statusOf(id: string): Promise<RunStatus | undefined> {
    const rows = await this.#sql.query<{ status: RunStatus }>('select status from rag_index_jobs where id = $1', [id]);
    return rows[0]?.status;
  }

  /** The types of the job's events. */
  async eventsOf(id: string): Promise<string[]> {
    const rows = await this.#sql.query<{ type: string }>(
      'select type from stream_events where stream = $1 order by seq',
      [id],
    );
    return rows.map(({ type }) => type);
  }

  async stop(): Promise<void> {
    await this.queue.stop();
    await this.#wakeups.close();
  }

  async #end(sql: Sql, run: { id: string; attempt: number }, status: 'DONE' | 'ERROR' | 'CANCELLED'): Promise<void> {
    const from = status === 'CANCELLED' ? ['QUEUED', 'RUNNING', 'CANCELLING'] : ['RUNNING'];
    const changed = await sql.query(
      `update rag_index_jobs set status = $2::"RunStatus", finished_at = now()
       where id = $1 and attempt = $3 and status = any($4::"RunStatus"[]) returning id`,
      [run.id, status, run.attempt, from],
    );
    if (changed.length === 0) throw await whyNotRunning(sql, 'rag_index_jobs', run);
    await this.#events.append(sql, run.id, run.attempt, { type: 'terminal' });
    this.ended.push(run.id);
    this.#wake();
  }
}

function laneOf(id: string, ownerId: string): Lane {
  return { task: TASK, id, ownerId, sessionId: id };
}
