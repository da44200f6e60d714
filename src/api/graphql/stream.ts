import { NotReadyError } from '../../shared/errors.js';
import type { EventStream } from '../../shared/event-log/event-log.js';
import type { StoredEvent } from '../../shared/event-log/event-pages.js';
import type { ApiContext } from '../context.js';

/** An event as the resolvers of its type see it. */
export type StreamedEvent<Event> = Event & { readonly cursor: bigint; readonly at: Date; readonly streamId: string };

/**
 * Opens a subscription: `watch` checks what is asked for and gives the stream, and rejects before any event when there
 * is none. The signal it is given is aborted as soon as the client has gone or stops reading, and the owner's place
 * among the open streams is given back then.
 */
export async function openStream<Event>(
  context: ApiContext,
  streamId: string,
  watch: (signal: AbortSignal) => Promise<EventStream<Event>>,
): Promise<AsyncIterableIterator<StreamedEvent<Event>>> {
  const reader = new AbortController();
  let cut = false;
  const release = context.streams.open(context.ownerId, () => {
    cut = true;
    end();
  });
  const end = () => {
    context.signal.removeEventListener('abort', end);
    release();
    reader.abort();
  };
  context.signal.addEventListener('abort', end);
  if (context.signal.aborted) end();
  try {
    const stream = await watch(reader.signal);
    if (stream.atEnd) context.onStreamAtEnd?.();
    return follow(stream.events[Symbol.asyncIterator](), { streamId, end, wasCut: () => cut });
  } catch (error) {
    end();
    throw error;
  }
}

interface Following {
  readonly streamId: string;
  readonly end: () => void;
  readonly wasCut: () => boolean;
}

/**
 * Not a generator: the `return()` of a generator waits for a `next()` that is under way, which may be waiting for an
 * event that never comes.
 */
function follow<Event>(
  events: AsyncIterator<StoredEvent<Event>>,
  { streamId, end, wasCut }: Following,
): AsyncIterableIterator<StreamedEvent<Event>> {
  const streamed: AsyncIterableIterator<StreamedEvent<Event>> = {
    async next() {
      try {
        const result = await events.next();
        if (wasCut()) throw new NotReadyError('The server is shutting down. Resume after your last cursor.');
        if (!result.done) {
          const { seq, at, event } = result.value;
          return { done: false, value: { ...event, cursor: seq, at, streamId } };
        }
      } catch (error) {
        end();
        throw error;
      }
      end();
      return { done: true, value: undefined };
    },
    async return() {
      end();
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => streamed,
  };
  return streamed;
}
