import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { RunFailure, RunStatus } from '../../contracts/events.js';
import { type Sql, sqlOn } from '../database/sql.js';
import { databaseFailureOf } from '../errors.js';
import type { Wakeup, Wakeups } from '../event-log/wakeups.js';
import { RunCancelledError, RunGivesWayError, StaleAttemptError } from '../run-errors.js';
import { AttemptWatch, stopWakeup } from './attempt-watch.js';
import type { JobQueue } from './job-queue.js';
import type { Lane, LaneHandler } from './lane.js';
import { type RunAttempt, type RunTable, whyNotRunning } from './run-attempt.js';
import { asFailure } from './run-failure.js';

/** Errors that may pass are tried this often before the run ends in ERROR; a killed process does not count. */
const MAX_FAILURES = 5;
const FIRST_RETRY_AFTER_MS = 500;
const LONGEST_RETRY_AFTER_MS = 60_000;
/** A run that failed because of the database's state is tried again so much later. */
const LOOK_AT_DATABASE_AFTER_MS = 2_000;
const LOOK_EVERY_MS = 5_000;
/** A run that others wait for has its slot so long at least; it goes on where it stands, in its next turn. */
const SLICE_MS = 10_000;

/** A run as it was claimed: a smaller attempt than the row's is refused. */
export interface ClaimedRun extends RunAttempt {
  readonly laneId: string;
  /** True when an earlier attempt had begun. */
  readonly resumed: boolean;
}

/** One kind of run: index jobs, tasks. */
export interface RunKind extends RunTable {
  /** False while the run must wait for something else, whose end wakes the lane. */
  canStart(runId: string): Promise<boolean>;
  /**
   * Does the work and writes its end. Once aborted it rejects, but not before all that it has begun has stopped; it also
   * rejects, with a `RunCancelledError`, rather than end a run that is CANCELLING.
   *
   * Long work calls `giveWay` wherever it can be left, once it has got somewhere: that rejects, with a
   * `RunGivesWayError`, when others wait for the slot, and the run's next attempt goes on from there.
   */
  execute(run: ClaimedRun, signal: AbortSignal, giveWay: () => Promise<void>): Promise<void>;
  /** Ends the run in ERROR, with its terminal event. Rejects with a `RunCancelledError` as `execute` does. */
  fail(run: ClaimedRun, failure: RunFailure): Promise<void>;
  /** Ends a run whose work has stopped in CANCELLED, with its terminal event; what it had made for its reader stays. */
  cancel(run: ClaimedRun): Promise<void>;
}

export interface RunLanesOptions {
  readonly kind: RunKind;
  readonly queue: JobQueue;
  readonly pool: Pool;
  readonly wakeups: Wakeups;
  readonly log: Logger;
  /** A notification to stop may be lost: a run at work looks at its row this often. */
  readonly lookEveryMs?: number;
  readonly sliceMs?: number;
}

/**
 * Runs the unfinished runs of a lane in order of their numbers, one at a time. The queue alone cannot: it may run a
 * later job while an earlier one waits for its retry. So a wake-up always takes the lane's first unfinished run.
 */
export class RunLanes {
  readonly #kind: RunKind;
  readonly #queue: JobQueue;
  readonly #sql: Sql;
  readonly #wakeups: Wakeups;
  readonly #log: Logger;
  readonly #lookEveryMs: number;
  readonly #sliceMs: number;

  constructor(options: RunLanesOptions) {
    const { kind, queue, pool, wakeups, log, lookEveryMs = LOOK_EVERY_MS, sliceMs = SLICE_MS } = options;
    this.#kind = kind;
    this.#queue = queue;
    this.#sql = sqlOn(pool);
    this.#wakeups = wakeups;
    this.#log = log;
    this.#lookEveryMs = lookEveryMs;
    this.#sliceMs = sliceMs;
  }

  readonly handle: LaneHandler = async (lane, signal) => {
    const next = await this.#next(lane.id);
    if (next === null || signal.aborted) {
      if (next !== null) await this.#queue.wake(this.#sql, lane);
      return;
    }
    if (next.later !== null) return this.#queue.wake(this.#sql, lane, next.later);
    if (!(await this.#kind.canStart(next.id))) return;
    const wakeup = stopWakeup(this.#wakeups, next.id);
    try {
      const claim = await this.#claim(next.id, lane.id);
      if (claim !== null) await this.#attempt(claim, lane, wakeup, signal);
    } finally {
      wakeup.close();
    }
    const following = await this.#next(lane.id);
    if (following !== null) await this.#queue.wake(this.#sql, lane, following.later);
  };

  /** Wakes each lane that has an unfinished run and no live queue job; returns how many. */
  async reconcile(): Promise<number> {
    const { task, table, laneColumn, sessionOfRun } = this.#kind;
    const lanes = await this.#sql.query<Omit<Lane, 'task'>>(
      `select distinct ${laneColumn} as id, owner_id as "ownerId", ${sessionOfRun} as "sessionId" from ${table} run
       where status in ('QUEUED', 'RUNNING', 'CANCELLING')`,
    );
    const forgotten = await this.#queue.forgotten(
      this.#sql,
      lanes.map((lane) => ({ ...lane, task })),
    );
    for (const lane of forgotten) await this.#queue.wake(this.#sql, lane);
    return forgotten.length;
  }

  /** A run that is CANCELLING when it is claimed lost its worker: nothing works on it any more. */
  async #attempt({ run, isCancelling }: Claim, lane: Lane, wakeup: Wakeup, shutdown: AbortSignal): Promise<void> {
    try {
      if (isCancelling) await this.#kind.cancel(run);
      else await this.#workOrCancel(run, lane, wakeup, shutdown);
    } catch (error) {
      if (!(error instanceof StaleAttemptError)) throw error;
    }
  }

  async #workOrCancel(run: ClaimedRun, lane: Lane, wakeup: Wakeup, shutdown: AbortSignal): Promise<void> {
    try {
      await this.#work(run, lane, wakeup, shutdown);
    } catch (error) {
      if (!(error instanceof RunCancelledError)) throw error;
      await this.#kind.cancel(run);
    }
  }

  async #work(run: ClaimedRun, lane: Lane, wakeup: Wakeup, shutdown: AbortSignal): Promise<void> {
    const { table } = this.#kind;
    const begun = performance.now();
    const giveWay = async () => {
      const hadItsSlice = performance.now() - begun >= this.#sliceMs;
      if (hadItsSlice && (await this.#queue.isAwaited(lane))) throw new RunGivesWayError(run.id);
    };
    const watch = new AttemptWatch({ sql: this.#sql, table, run, wakeup, shutdown, lookEveryMs: this.#lookEveryMs });
    try {
      await this.#kind.execute(run, watch.signal, giveWay);
    } catch (error) {
      // Why it was to stop tells more than what came of stopping it.
      await this.#conclude(run, watch.signal.aborted ? watch.signal.reason : error, shutdown);
    } finally {
      await watch.end();
    }
  }

  /** Rejects with the error of an attempt that was cancelled or counts no more. */
  async #conclude(run: ClaimedRun, error: unknown, shutdown: AbortSignal): Promise<void> {
    if (error instanceof RunCancelledError || error instanceof StaleAttemptError) throw error;
    if (shutdown.aborted || error instanceof RunGivesWayError) return this.#putOff(run, 0);
    // The run is not to blame: it goes on when the database can do it, however often that takes.
    const databaseFailure = databaseFailureOf(error);
    if (databaseFailure !== null) {
      const { code } = databaseFailure;
      this.#log.warn({ code, run: run.id, attempt: run.attempt }, 'A run waits for the database.');
      return this.#putOff(run, LOOK_AT_DATABASE_AFTER_MS);
    }
    const { failure, retryable } = asFailure(error);
    // What is expected is told by its code and message; of anything else the log alone has the cause.
    const why = failure.code === 'INTERNAL' ? { err: error } : { code: failure.code, reason: failure.message };
    this.#log.warn({ ...why, run: run.id, attempt: run.attempt }, 'A run failed.');
    const failures = retryable ? await this.#countFailure(run, failure.retryAfterMs) : MAX_FAILURES;
    if (failures >= MAX_FAILURES) await this.#kind.fail(run, failure);
  }

  /**
   * Leaves the run to its next attempt, which does not begin before so long. Throws a `RunCancelledError` for a run that
   * is to end instead, a `StaleAttemptError` for one that was claimed anew or deleted.
   */
  async #putOff(run: ClaimedRun, ms: number): Promise<void> {
    const { table } = this.#kind;
    const left = await this.#sql.query(
      `update ${table} set retry_at = now() + make_interval(secs => $3::float8 / 1000)
       where id = $1 and attempt = $2 and status = 'RUNNING' returning id`,
      [run.id, run.attempt, ms],
    );
    if (left.length === 0) throw await whyNotRunning(this.#sql, table, run);
  }

  /** `later`: when it may go on, if not yet by the database's clock, which all processes share. */
  async #next(laneId: string): Promise<{ id: string; later: Date | null } | null> {
    const { table, laneColumn } = this.#kind;
    const [row] = await this.#sql.query<{ id: string; later: Date | null }>(
      `select id, case when retry_at > now() then retry_at end as later from ${table}
       where ${laneColumn} = $1 and status in ('QUEUED', 'RUNNING', 'CANCELLING') order by number limit 1`,
      [laneId],
    );
    return row ?? null;
  }

  /** Takes the run under a new attempt number, and its stream with it. */
  async #claim(runId: string, laneId: string): Promise<Claim | null> {
    const { table } = this.#kind;
    const [row] = await this.#sql.query<{ attempt: number; status: RunStatus; started_before: boolean }>(
      `with before as (
         select id, started_at is not null as started from ${table}
         where id = $1 and status in ('QUEUED', 'RUNNING', 'CANCELLING') for update
       ), claimed as (
         update ${table} set attempt = attempt + 1, retry_at = null, started_at = coalesce(started_at, now()),
           status = case when status = 'CANCELLING' then status else 'RUNNING'::"RunStatus" end
         where id in (select id from before) returning id, attempt, status
       ), writer as (
         update stream_heads set writer = claimed.attempt from claimed where stream = claimed.id
       )
       select claimed.attempt, claimed.status, before.started as started_before from claimed join before using (id)`,
      [runId],
    );
    if (row === undefined) return null;
    const run = { id: runId, laneId, attempt: row.attempt, resumed: row.started_before };
    return { run, isCancelling: row.status === 'CANCELLING' };
  }

  /**
   * Notes a failure and when to try again; returns the failures so far. Throws a `RunCancelledError` for a run that is to
   * end instead, a `StaleAttemptError` for one that was claimed anew or deleted.
   */
  async #countFailure(run: ClaimedRun, retryAfterMs: number | null): Promise<number> {
    const { table } = this.#kind;
    const [counted] = await this.#sql.query<{ failures: number }>(
      `update ${table} set failures = failures + 1,
         retry_at = now() + make_interval(secs => greatest($3::float8, least($4::float8 * 2 ^ failures, $5::float8)) / 1000)
       where id = $1 and attempt = $2 and status = 'RUNNING' returning failures`,
      [run.id, run.attempt, retryAfterMs ?? 0, FIRST_RETRY_AFTER_MS, LONGEST_RETRY_AFTER_MS],
    );
    if (counted === undefined) throw await whyNotRunning(this.#sql, table, run);
    return counted.failures;
  }
}

interface Claim {
  readonly run: ClaimedRun;
  readonly isCancelling: boolean;
}
