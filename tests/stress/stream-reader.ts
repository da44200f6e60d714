import { setTimeout as sleep } from 'node:timers/promises';
import { isCut } from './cut.js';
import { messagesOf } from './stream-connection.js';
import type { Door } from './stream-doors.js';

const COME_BACK_AFTER_MS = 30;

/** What a client pieced together. */
export interface Reading<Event> {
  /** As they came, those that came twice included. */
  readonly events: readonly Event[];
  /** Connections that ended before the stream did, by the reader's own cut or by the server's death. */
  readonly cuts: number;
}

/** When a reader destroys its connection: so long after so many events have come over it; 0: after it was asked for. */
export interface Cut {
  readonly events: number;
  readonly thenMs: number;
}

export interface ReadingOptions<Event> {
  readonly door: Door<Event>;
  /** Where to connect next. */
  readonly api: () => Promise<string>;
  /** What becomes of the next connection; null: it may live as long as it likes. */
  readonly nextCut?: () => Cut | null;
  /** Told of each connection that was cut so, with the number of events that had come over it. */
  readonly onCut?: (events: number) => void;
}

/**
 * Reads a stream to its end over as many connections as it takes, each at an API process of the moment, and each from
 * the cursor of the last event that came whole. Rejects when a connection is answered with anything but a stream.
 */
export async function readAcrossCuts<Event>({
  door,
  api,
  nextCut = () => null,
  onCut = () => undefined,
}: ReadingOptions<Event>): Promise<Reading<Event>> {
  const events: Event[] = [];
  let cursor: string | null = null;
  let cuts = 0;
  for (;;) {
    const url = await api();
    const knife = new Knife(nextCut());
    try {
      for await (const message of messagesOf(url, door.request(cursor), knife.signal)) {
        const taken = door.take(message);
        if (taken === 'complete') return { events, cuts };
        events.push(taken.event);
        cursor = taken.cursor;
        knife.count();
      }
      if (door.endsWithConnection(events.at(-1))) return { events, cuts };
    } catch (error) {
      if (!isCut(error)) throw error;
      if (knife.signal.aborted) onCut(knife.events);
      await sleep(COME_BACK_AFTER_MS);
    } finally {
      knife.putAway();
    }
    cuts += 1;
  }
}

/** Aborts its signal when it is time to cut. */
class Knife {
  /** That have come over the connection. */
  events = 0;
  readonly #cut: Cut | null;
  readonly #aborter = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(cut: Cut | null) {
    this.#cut = cut;
    this.#setWhenDue();
  }

  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  count(): void {
    this.events += 1;
    this.#setWhenDue();
  }

  putAway(): void {
    clearTimeout(this.#timer);
  }

  #setWhenDue(): void {
    if (this.events === this.#cut?.events) this.#timer = setTimeout(() => this.#aborter.abort(), this.#cut.thenMs);
  }
}
