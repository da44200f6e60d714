import { createParser } from 'eventsource-parser';
import { ProviderFailure } from '../provider-failure.js';

/** Characters of one event. */
const LARGEST_EVENT = 4 * 1024 * 1024;

/** The data of each server-sent event, however the bytes were cut on their way: inside a line, inside a character. */
export async function* eventData(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let ready: string[] = [];
  let tooLarge = false;
  const parser = createParser({
    maxBufferSize: LARGEST_EVENT,
    onEvent: ({ data }) => ready.push(data),
    onError: ({ type }) => {
      tooLarge ||= type === 'max-buffer-size-exceeded';
    },
  });
  const decoder = new TextDecoder();
  for await (const piece of bytes) {
    parser.feed(decoder.decode(piece, { stream: true }));
    if (tooLarge) throw new ProviderFailure('BAD_MODEL_OUTPUT', 'The provider sent an event of more than 4 MiB.');
    const events = ready;
    ready = [];
    yield* events;
  }
}
