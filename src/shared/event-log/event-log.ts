import type { Pool } from 'pg';
import { type Sql, sqlOn } from '../database/sql.js';
import { databaseFailureOf, UnknownCursorError } from '../errors.js';
import { StaleAttemptError } from '../run-errors.js';
import { EventPages, type EventRow, type StoredEvent, toEvent } from './event-pages.js';
import type { Wakeups } from './wakeups.js';

/** The type of every stream's last event. */
const TERMINAL = 'terminal';
/** While the database is away its readers look this often whether it is back. */
const LOOK_AGAIN_AWAY_MS = 1_000;

export interface EventStream<Event> {
  /** True when nothing will come: the reader's cursor is at the terminal event. */
  readonly atEnd: boolean;
  /** The events after the cursor, the stored ones first, then as they come; ends after the terminal one. */
  readonly events: AsyncIterable<StoredEvent<Event>>;
}

/**
 * The log behind every subscription: rows numbered 1, 2, 3 … within their stream. Some time after a stream has ended,
 * only its last event is kept; see `event-retention`.
 *
 * The number is taken under the lock of the stream's head row and stored with the event in one statement, so the log is
 * gapless and its order is that of the commits. The head also names the one attempt that may append: a writer that was
 * replaced meanwhile is refused.
 */
export class EventLog {
  readonly #sql: Sql;
  readonly #pages: EventPages;
  readonly #wakeups: Wakeups;

  constructor({ pool, wakeups }: { pool: Pool; wakeups: Wakeups }) {
    this.#sql = sqlOn(pool);
    this.#pages = new EventPages(this.#sql);
    this.#wakeups = wakeups;
  }

  /** Begins a stream; its first writer is attempt 0. */
  async create(sql: Sql, stream: string): Promise<void> {
    await sql.query('insert into stream_heads (stream) values ($1::text)', [stream]);
  }

  /**
   * Appends one event; `terminal` is the last that a stream takes. Never call this inside a transaction that goes on
   * for long: it holds the stream's lock until the commit.
   * Throws a `StaleAttemptError` when `writer` is no longer the stream's attempt, or the stream has ended.
   */
  async append(sql: Sql, stream: string, writer: number, event: { readonly type: string }): Promise<bigint> {
    const { type, ...payload } = event;
    const [row] = await sql.query<{ seq: string }>(
      `with head as (
         update stream_heads set seq = seq + 1, ended = $3::text = '${TERMINAL}',
           ended_at = case when $3::text = '${TERMINAL}' then now() end
         where stream = $1::text and writer = $2::int and not ended
         returning seq
       ), event as (
         insert into stream_events (stream, seq, type, payload)
         select $1::text, head.seq, $3::text, $4::jsonb from head
         returning seq
       )
       select seq::text, pg_notify('events', $1::text)::text from event`,
      [stream, writer, type, JSON.stringify(payload)],
    );
    if (row === undefined) throw new StaleAttemptError(stream, writer);
    return BigInt(row.seq);
  }

  /**
   * In a transaction: nobody else becomes the stream's writer until it ends.
   * Throws a `StaleAttemptError` when `writer` is no longer the stream's attempt, or the stream has ended.
   */
  async holdWriter(sql: Sql, stream: string, writer: number): Promise<void> {
    const held = await sql.query(
      'select stream from stream_heads where stream = $1 and writer = $2 and not ended for share',
      [stream, writer],
    );
    if (held.length === 0) throw new StaleAttemptError(stream, writer);
  }

  /** The number of the last event; null when there is no such stream. */
  async lastSeq(stream: string): Promise<bigint | null> {
    return (await this.#head(stream))?.seq ?? null;
  }

  /** All events stored so far that have this type, in order; inside a transaction with its own `sql`. */
  async stored<Event extends { readonly type: string }>(
    stream: string,
    type: Event['type'],
    sql: Sql = this.#sql,
  ): Promise<readonly StoredEvent<Event>[]> {
    const rows = await sql.query<EventRow>(
      'select e.seq::text, e.at, e.type, e.payload from stream_events e where stream = $1 and type = $2 order by e.seq',
      [stream, type],
    );
    return rows.map((row) => toEvent<Event>(row));
  }

  /**
   * The events after cursor `after` (0: from the first). The caller has checked that the stream exists and who may read
   * it. Rows are read a page at a time as the reader asks for them: a slow reader holds one page, not the backlog. While
   * the database is away the reader waits, and goes on when it is back.
   * Throws an `UnknownCursorError` for a cursor beyond the end.
   */
  async watch<Event extends { readonly type: string }>(
    stream: string,
    after: bigint,
    signal: AbortSignal,
  ): Promise<EventStream<Event>> {
    const head = (await this.#head(stream)) ?? { seq: 0n, ended: false };
    if (after > head.seq || after < 0n) throw new UnknownCursorError(after, head.seq);
    const atEnd = head.ended && after === head.seq;
    return { atEnd, events: atEnd ? nothing() : this.#follow<Event>(stream, after, signal) };
  }

  async *#follow<Event extends { readonly type: string }>(
    stream: string,
    after: bigint,
    signal: AbortSignal,
  ): AsyncGenerator<StoredEvent<Event>, void, undefined> {
    // Listening begins before the first read, so that nothing falls between the two.
    const wakeup = this.#wakeups.for(stream);
    try {
      let cursor = after;
      while (!signal.aborted) {
        const page = await unlessAway(this.#pages.after(stream, cursor));
        if (page === null) {
          await wakeup.wait(LOOK_AGAIN_AWAY_MS, signal);
          continue;
        }
        for (const event of page.events as readonly StoredEvent<Event>[]) {
          yield event;
          if (signal.aborted || event.event.type === TERMINAL) return;
          cursor = event.seq;
        }
        // A stream that was deleted says nothing more, not even that it has ended.
        if (!page.exists) return;
        if (page.isLast) await wakeup.wait(this.#wakeups.lookAgainAfterMs, signal);
      }
    } finally {
      wakeup.close();
    }
  }

  async #head(stream: string): Promise<{ seq: bigint; ended: boolean } | null> {
    const [row] = await this.#sql.query<{ seq: string; ended: boolean }>(
      'select seq::text, ended from stream_heads where stream = $1',
      [stream],
    );
    return row === undefined ? null : { seq: BigInt(row.seq), ended: row.ended };
  }
}

/** Null while the database is away. */
async function unlessAway<Value>(reading: Promise<Value>): Promise<Value | null> {
  try {
    return await reading;
  } catch (error) {
    if (databaseFailureOf(error) === null) throw error;
    return null;
  }
}

async function* nothing(): AsyncGenerator<never, void, undefined> {}
