import { setTimeout as delay } from 'node:timers/promises';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { isTransient, type ServerConnection, UnreachableError } from './server-connection.js';

/** Waits before resuming a stream that broke: about 16 s in all without an event. */
const RESUME_DELAYS_MS = [250, 500, 1000, 2000, 4000, 8000];

interface StreamEvent {
  readonly __typename: string;
  readonly cursor: string;
}

interface FollowOptions<Result, Event extends StreamEvent> {
  readonly eventOf: (result: Result) => Event;
  readonly last: Event['__typename'];
  /** The cursor to begin after; null, the default, is the beginning. */
  readonly start?: string | null;
}

/**
 * The events of one run up to and including its last one, whose type is `last`. A stream that breaks, or ends early
 * because its server shuts down, is resumed after the last event seen: each event comes once.
 * Throws an `UnreachableError` when the server stays away.
 */
export async function* followEvents<Result, Given extends Record<string, unknown>, Event extends StreamEvent>(
  connection: ServerConnection,
  document: TypedDocumentNode<Result, Given & { after?: string | number | null }>,
  variables: Given,
  { eventOf, last, start = null }: FollowOptions<Result, Event>,
): AsyncGenerator<Event> {
  let after = start;
  let failures = 0;
  for (;;) {
    try {
      for await (const result of connection.subscribe(document, { ...variables, after })) {
        const event = eventOf(result);
        after = event.cursor;
        failures = 0;
        yield event;
        if (event.__typename === last) return;
      }
      connection.signal.throwIfAborted();
      throw new UnreachableError('The server ended the stream of events before the run had ended.');
    } catch (error) {
      connection.signal.throwIfAborted();
      const wait = RESUME_DELAYS_MS[failures];
      if (!isTransient(error) || wait === undefined) throw error;
      failures += 1;
      await delay(wait, undefined, { signal: connection.signal });
    }
  }
}
