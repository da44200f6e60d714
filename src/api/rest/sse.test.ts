import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eventStreamResponse, type ServerSentEvent } from './sse.js';

const never = new Promise<never>(() => undefined);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function numbered(count: number): AsyncIterator<ServerSentEvent> & { taken: number; returned: boolean } {
  return {
    taken: 0,
    returned: false,
    async next() {
      if (this.taken === count) return { done: true, value: undefined };
      this.taken += 1;
      return { done: false, value: { id: String(this.taken), event: 'tick', data: { n: this.taken } } };
    },
    async return() {
      this.returned = true;
      return { done: true, value: undefined };
    },
  };
}

function readerOf(events: AsyncIterator<ServerSentEvent>, onError: (error: unknown) => void = () => undefined) {
  const reader = eventStreamResponse(events, onError).body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('no body');
  return reader;
}

test('events are written with id, name and one line of data, after the time to come back', async () => {
  const response = eventStreamResponse(numbered(2), () => undefined);
  expect(Object.fromEntries(response.headers)).toEqual({
    'cache-control': 'no-store',
    'content-type': 'text/event-stream',
    'x-accel-buffering': 'no',
  });
  expect(await response.text()).toBe(
    'retry: 2000\n\nid: 1\nevent: tick\ndata: {"n":1}\n\nid: 2\nevent: tick\ndata: {"n":2}\n\n',
  );
});

test('events are taken as the reader takes them, not ahead of it', async () => {
  const events = numbered(1000);
  const response = eventStreamResponse(events, () => undefined);
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.read();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(events.taken).toBe(1);
});

test('a quiet stream is kept alive by comments', async () => {
  const reader = readerOf({ next: () => never });
  expect((await reader.read()).value).toBe('retry: 2000\n\n');
  const read = reader.read();
  await vi.advanceTimersByTimeAsync(15_000);
  expect((await read).value).toBe(': heartbeat\n\n');
});

test('a quiet stream grows by nothing with its comments', async () => {
  const event = new Promise<never>(() => undefined);
  const then = vi.spyOn(event, 'then');
  const reader = readerOf({ next: () => event });
  await reader.read();
  for (let comment = 0; comment < 20; comment += 1) {
    const read = reader.read();
    await vi.advanceTimersByTimeAsync(15_000);
    await read;
  }
  expect(then).toHaveBeenCalledTimes(1);
});

test('a reader that goes ends the events', async () => {
  const events = numbered(1000);
  await eventStreamResponse(events, () => undefined).body?.cancel();
  expect(events.returned).toBe(true);
});

test('a failure cuts the stream and is told', async () => {
  const failure = new Error('the database has gone');
  const onError = vi.fn();
  const reader = readerOf({ next: () => Promise.reject(failure) }, onError);
  await reader.read();
  await expect(reader.read()).rejects.toThrow(failure);
  expect(onError).toHaveBeenCalledExactlyOnceWith(failure);
});
