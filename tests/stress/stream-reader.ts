import { setTimeout as sleep } from 'node:timers/promises';
import { isCut } from './cut.js';
import { messagesOf } from './stream-connection.js';
import type { Door } from './stream-doors.js';

const COME_BACK_AFTER_MS = 30;

/** What a client pieced together. */
export interface Reading<Event> {
  /** As they came, those that came twice included. */
  readonly events: readonly Event[];
  /** Connections that ended before the stream did, by `cutAfterMs` or by the server's death. */
  readonly cuts: number;
}

export interface ReadingOptions<Event> {
  readonly door: Door<Event>;
  /** Where to connect next. */
  readonly api: () => Promise<string>;
  /** How long the next connection may live, from its first packet on; null: as long as it likes. */
  readonly cutAfterMs?: () => number | null;
  /** Told of each connection that was cut after that long, with the number of events that it had given. */
  readonly onCut?: (connection: { readonly events: number }) => void;
}

/**
 * Reads a stream to its end over as many connections as it takes, each at an API process of the moment, and each from
 * the cursor of the last event that came whole. Rejects when a connection is answered with anything but a stream.
 */
export async function readAcrossCuts<Event>({
  door,
  api,
  cutAfterMs = () => null,
  onCut = () => undefined,
}: ReadingOptions<Event>): Promise<Reading<Event>> {
  const events: Event[] = [];
  let cursor: string | null = null;
  let cuts = 0;
  for (;;) {
    const cut = new AbortController();
    const lifeMs = cutAfterMs();
    const url = await api();
    const before = events.length;
    const timer = lifeMs === null ? undefined : setTimeout(() => cut.abort(), lifeMs);
    try {
      for await (const message of messagesOf(url, door.request(cursor), cut.signal)) {
        const taken = door.take(message);
        if (taken === 'complete') return { events, cuts };
        events.push(taken.event);
        cursor = taken.cursor;
      }
      if (door.endsWithConnection(events.at(-1))) return { events, cuts };
    } catch (error) {
      if (!isCut(error)) throw error;
      if (cut.signal.aborted) onCut({ events: events.length - before });
      await sleep(COME_BACK_AFTER_MS);
    } finally {
      clearTimeout(timer);
    }
    cuts += 1;
  }
}
