import type { Sql } from '../database/sql.js';

/** Rows read at a time: what a reader holds that does not read on. An event has a few kilobytes at most. */
const PAGE = 25;

export interface StoredEvent<Event> {
  /** 1, 2, 3 … within the stream, without gaps. */
  readonly seq: bigint;
  readonly at: Date;
  readonly event: Event;
}

export interface EventPage {
  readonly events: readonly StoredEvent<unknown>[];
  /** False when there may be more, which need not be waited for. */
  readonly isLast: boolean;
  /** False when the stream was deleted after the cursor was read. */
  readonly exists: boolean;
}

export interface EventRow {
  seq: string;
  at: Date;
  type: string;
  payload: Record<string, unknown>;
}

/**
 * Reads streams page by page. Those who ask for the same page at the same time, as all do who follow a stream when it
 * grows, share one reading: a thousand readers would else take seconds of the database for each event.
 */
export class EventPages {
  readonly #sql: Sql;
  readonly #asked = new Map<string, Promise<EventPage>>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The events after cursor `after`, as they are stored when this was called or later. */
  after(stream: string, after: bigint): Promise<EventPage> {
    const key = `${stream} ${after}`;
    const asked = this.#asked.get(key);
    if (asked !== undefined) return asked;
    const page = this.#readSoon(key, stream, after);
    this.#asked.set(key, page);
    return page;
  }

  /** Nobody joins a reading that has begun: it might not see what the one who joins was woken for. */
  async #readSoon(key: string, stream: string, after: bigint): Promise<EventPage> {
    await new Promise(setImmediate);
    this.#asked.delete(key);
    const rows = await this.#sql.query<EventRow>(
      `select e.seq::text, e.at, e.type, e.payload from stream_events e
       where e.stream = $1 and e.seq > $2 order by e.seq limit ${PAGE}`,
      [stream, after.toString()],
    );
    const events = rows.map((row) => toEvent(row));
    return {
      events,
      isLast: rows.length < PAGE,
      exists: rows.length > 0 || after === 0n || (await this.#exists(stream)),
    };
  }

  async #exists(stream: string): Promise<boolean> {
    return (await this.#sql.query('select 1 from stream_heads where stream = $1', [stream])).length > 0;
  }
}

export function toEvent<Event>({ seq, at, type, payload }: EventRow): StoredEvent<Event> {
  return { seq: BigInt(seq), at, event: { type, ...payload } as Event };
}
