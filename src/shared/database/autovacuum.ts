import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { inTransaction, type Sql, sqlOn } from './sql.js';

const INTERVAL_MS = 5_000;

/** A table is due when so many of its rows have changed, and a fifth of those it has: autovacuum's own measure. */
const FEWEST_ROWS = 1_000;

/**
 * It is also vacuumed when rows of about so many bytes have changed, indexes included: a vacuum reads what is new to it,
 * and nobody else is served meanwhile.
 */
const MOST_BYTES = 16_000_000;

/** A tenth of the usual sample: reading 30,000 rows of half a page each takes more than a second. */
const STATISTICS_TARGET = 10;

interface DueTable {
  /** Quoted where it must be. */
  readonly name: string;
  readonly vacuum: boolean;
  readonly analyze: boolean;
}

/**
 * Does for the embedded database what the autovacuum process does on PostgreSQL and PGlite does not have: tells the
 * planner how large tables are, marks the pages that a search by index alone need not visit, and frees the room of
 * deleted rows. Each statement is short and on its own, and only tables that have changed much are visited.
 */
export class Autovacuum {
  readonly #pool: Pool;
  readonly #sql: Sql;
  readonly #log: Logger;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | null = null;
  #visiting: Promise<void> = Promise.resolve();
  #hasVisited = false;
  #stopping = false;

  constructor({ pool, log, intervalMs = INTERVAL_MS }: { pool: Pool; log: Logger; intervalMs?: number }) {
    this.#pool = pool;
    this.#sql = sqlOn(pool);
    this.#log = log;
    this.#intervalMs = intervalMs;
  }

  /** From now on tables are visited every few seconds. */
  start(): void {
    this.#timer = setTimeout(() => {
      this.#visiting = this.#visitAndGoOn();
    }, this.#intervalMs);
    this.#timer.unref();
  }

  /** Waits for the statement that runs. What is left is due again at the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#visiting;
  }

  /** Visits the tables that are due now; gives their names. */
  async visit(): Promise<readonly string[]> {
    // The backend adds up its counts from time to time only, and not while nothing is asked of it.
    await this.#sql.query('select pg_stat_force_next_flush()');
    const due = await this.#sql.query<DueTable>(DUE_TABLES, [FEWEST_ROWS, MOST_BYTES, !this.#hasVisited]);
    for (const table of due) {
      if (this.#stopping) break;
      await this.#visitTable(table);
    }
    this.#hasVisited = true;
    return due.map(({ name }) => name);
  }

  async #visitTable({ name, vacuum, analyze }: DueTable): Promise<void> {
    const start = performance.now();
    // Not in one statement: whoever waits gets a turn between the two.
    if (vacuum) await this.#sql.query(`vacuum ${name}`);
    if (analyze) {
      await inTransaction(this.#pool, async (sql) => {
        await sql.query(`set local default_statistics_target = ${STATISTICS_TARGET}`);
        await sql.query(`analyze ${name}`);
      });
    }
    const ms = Math.round(performance.now() - start);
    this.#log.debug({ table: name, vacuum, analyze, ms }, 'Visited a table that had changed.');
  }

  async #visitAndGoOn(): Promise<void> {
    try {
      await this.visit();
    } catch (error) {
      this.#log.warn({ err: error }, 'Tables could not be vacuumed; it is tried again.');
    }
    if (!this.#stopping) this.start();
  }
}

/**
 * By the backend's own counts. They are lost when the process ends, so the first visit also takes the tables that have
 * grown since they were last visited.
 */
const DUE_TABLES = `
select name, "vacuum", "analyze" from (
  select s.relid::regclass::text as name, has_grown or n_mod_since_analyze > fifth as "analyze",
    has_grown or greatest(n_ins_since_vacuum, n_dead_tup) > least(fifth, $2::float8 / bytes_a_row) as "vacuum"
  from pg_stat_user_tables s
  join pg_class c on c.oid = s.relid
  cross join lateral (
    select $1::int + n_live_tup / 5 as fifth, pg_total_relation_size(s.relid) / greatest(n_live_tup, 1) + 1 as bytes_a_row,
      $3::boolean and pg_relation_size(s.relid) / 8192 > 100 + 1.2 * c.relpages as has_grown
  ) measures
) tables
where "vacuum" or "analyze" order by name`;
