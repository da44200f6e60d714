import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { RunFailure } from '../../contracts/events.js';
import { type Sql, sqlOn } from '../database/sql.js';
import { AgentFailure, EmbeddingError, StaleAttemptError } from '../errors.js';
import type { JobQueue, Lane, LaneHandler } from './job-queue.js';

/** Errors that may pass are tried this often before the run ends in ERROR; a killed process does not count. */
const MAX_FAILURES = 5;
const FIRST_RETRY_AFTER_MS = 500;
const LONGEST_RETRY_AFTER_MS = 60_000;

/** A run as it was claimed. */
export interface ClaimedRun {
  readonly id: string;
  readonly laneId: string;
  /** Whoever writes for this run names it; a smaller one than the row's is refused. */
  readonly attempt: number;
  /** True when an earlier attempt had begun. */
  readonly resumed: boolean;
}

/** One kind of run: index jobs, tasks. The table has id, number, status, attempt, failures, retry_at, started_at. */
export interface RunKind {
  readonly task: string;
  readonly table: 'rag_index_jobs' | 'agent_tasks';
  readonly laneColumn: 'session_id' | 'dialog_id';
  /** False while the run must wait for something else, whose end wakes the lane. */
  canStart(runId: string): Promise<boolean>;
  /** Does the work and writes its end. */
  execute(run: ClaimedRun, signal: AbortSignal): Promise<void>;
  /** Ends the run in ERROR, with its terminal event. */
  fail(run: ClaimedRun, failure: RunFailure): Promise<void>;
}

/**
 * Runs the unfinished runs of a lane in order of their numbers, one at a time. The queue alone cannot: it may run a
 * later job while an earlier one waits for its retry. So a wake-up always takes the lane's first unfinished run.
 */
export class RunLanes {
  readonly #kind: RunKind;
  readonly #queue: JobQueue;
  readonly #sql: Sql;
  readonly #log: Logger;

  constructor({ kind, queue, pool, log }: { kind: RunKind; queue: JobQueue; pool: Pool; log: Logger }) {
    this.#kind = kind;
    this.#queue = queue;
    this.#sql = sqlOn(pool);
    this.#log = log;
  }

  readonly handle: LaneHandler = async (laneId, signal) => {
    const lane = this.#lane(laneId);
    const next = await this.#next(laneId);
    if (next === null || signal.aborted) {
      if (next !== null) await this.#queue.wake(this.#sql, lane);
      return;
    }
    if (next.retryAt !== null && next.retryAt.getTime() > Date.now()) {
      return this.#queue.wake(this.#sql, lane, next.retryAt);
    }
    if (!(await this.#kind.canStart(next.id))) return;
    const run = await this.#claim(next.id, laneId);
    if (run !== null) await this.#attempt(run, signal);
    const following = await this.#next(laneId);
    if (following !== null) await this.#queue.wake(this.#sql, lane, following.retryAt ?? new Date());
  };

  /** Wakes each lane that has an unfinished run and no live queue job; returns how many. */
  async reconcile(): Promise<number> {
    const { table, laneColumn } = this.#kind;
    const rows = await this.#sql.query<{ lane: string }>(
      `select distinct ${laneColumn} as lane from ${table} where status in ('QUEUED', 'RUNNING', 'CANCELLING')`,
    );
    const forgotten = await this.#queue.forgotten(
      this.#sql,
      rows.map((row) => this.#lane(row.lane)),
    );
    for (const lane of forgotten) await this.#queue.wake(this.#sql, lane);
    return forgotten.length;
  }

  async #attempt(run: ClaimedRun, signal: AbortSignal): Promise<void> {
    try {
      await this.#kind.execute(run, signal);
    } catch (error) {
      if (error instanceof StaleAttemptError) return;
      // Handed back: the run stays as it is, and goes on with its next attempt.
      if (signal.aborted) return;
      const { failure, retryable } = asFailure(error);
      this.#log.warn({ err: error, run: run.id, attempt: run.attempt }, 'A run failed.');
      const failures = retryable ? await this.#countFailure(run, failure.retryAfterMs) : MAX_FAILURES;
      if (failures !== null && failures >= MAX_FAILURES) await this.#end(run, failure);
    }
  }

  async #end(run: ClaimedRun, failure: RunFailure): Promise<void> {
    try {
      await this.#kind.fail(run, failure);
    } catch (error) {
      if (!(error instanceof StaleAttemptError)) throw error;
    }
  }

  async #next(laneId: string): Promise<{ id: string; retryAt: Date | null } | null> {
    const { table, laneColumn } = this.#kind;
    const [row] = await this.#sql.query<{ id: string; retry_at: Date | null }>(
      `select id, retry_at from ${table}
       where ${laneColumn} = $1 and status in ('QUEUED', 'RUNNING', 'CANCELLING') order by number limit 1`,
      [laneId],
    );
    return row === undefined ? null : { id: row.id, retryAt: row.retry_at };
  }

  /** Takes the run under a new attempt number, and its stream with it. */
  async #claim(runId: string, laneId: string): Promise<ClaimedRun | null> {
    const { table } = this.#kind;
    const [row] = await this.#sql.query<{ attempt: number; started_before: boolean }>(
      `with before as (
         select id, started_at is not null as started from ${table}
         where id = $1 and status in ('QUEUED', 'RUNNING', 'CANCELLING') for update
       ), claimed as (
         update ${table} set attempt = attempt + 1, retry_at = null, started_at = coalesce(started_at, now()),
           status = case when status = 'CANCELLING' then status else 'RUNNING'::"RunStatus" end
         where id in (select id from before) returning id, attempt
       ), writer as (
         update stream_heads set writer = claimed.attempt from claimed where stream = claimed.id
       )
       select claimed.attempt, before.started as started_before from claimed join before using (id)`,
      [runId],
    );
    return row === undefined ? null : { id: runId, laneId, attempt: row.attempt, resumed: row.started_before };
  }

  /** Notes a failure and when to try again; returns the failures so far, null when the run was claimed anew. */
  async #countFailure(run: ClaimedRun, retryAfterMs: number | null): Promise<number | null> {
    const [row] = await this.#sql.query<{ failures: number }>(
      `update ${this.#kind.table} set failures = failures + 1,
         retry_at = now() + make_interval(secs => greatest($3::float8, least($4::float8 * 2 ^ failures, $5::float8)) / 1000)
       where id = $1 and attempt = $2 returning failures`,
      [run.id, run.attempt, retryAfterMs ?? 0, FIRST_RETRY_AFTER_MS, LONGEST_RETRY_AFTER_MS],
    );
    return row?.failures ?? null;
  }

  #lane(id: string): Lane {
    return { task: this.#kind.task, id };
  }
}

/** What the client is told, and whether another attempt may help. Unknown errors may pass: a database that restarts. */
function asFailure(error: unknown): { failure: RunFailure; retryable: boolean } {
  if (error instanceof AgentFailure) {
    const { code, message, retryable, retryAfterMs } = error;
    return { failure: { code, message, retryable, retryAfterMs }, retryable };
  }
  if (error instanceof EmbeddingError) {
    const { message, retryable, retryAfterMs } = error;
    return { failure: { code: 'EMBEDDING_FAILED', message, retryable, retryAfterMs }, retryable };
  }
  const message = 'The server could not finish this run; its log has the cause. Send the request again.';
  return { failure: { code: 'INTERNAL', message, retryable: true, retryAfterMs: null }, retryable: true };
}
