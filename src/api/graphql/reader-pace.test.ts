import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import { ReaderPace } from './reader-pace.js';

/** Results without end, the way the protocol's library takes them: as fast as they come, into a queue. */
function subscription(pace: ReaderPace, name: string) {
  const queue: string[] = [];
  async function* results(): AsyncGenerator<ExecutionResult> {
    for (let number = 1; ; number += 1) yield { data: { event: `${name} ${number}` } };
  }
  const paced = pace.of(results());
  const ended = (async () => {
    for await (const { data } of paced) queue.push(String(data?.event));
  })();
  return { queue, paced, ended };
}

describe('the pace of a reader', () => {
  test('gives nothing before the client waits, and one event each time that it waits', async () => {
    const pace = new ReaderPace();
    const { queue } = subscription(pace, 'event');
    await turnOfTheLoop();
    expect(queue).toEqual([]);
    for (const number of [1, 2, 3]) {
      pace.waits();
      await turnOfTheLoop();
      expect(queue).toHaveLength(number);
      pace.took({ isEvent: true });
      await turnOfTheLoop();
      expect(queue).toHaveLength(number);
    }
    expect(queue).toEqual(['event 1', 'event 2', 'event 3']);
  });

  test('is not hastened by heartbeats', async () => {
    const pace = new ReaderPace();
    const { queue } = subscription(pace, 'event');
    for (let heartbeat = 0; heartbeat < 5; heartbeat += 1) {
      pace.waits();
      await turnOfTheLoop();
      pace.took({ isEvent: false });
    }
    expect(queue).toEqual(['event 1']);
  });

  test('lets each subscription of a connection give one, and none run ahead', async () => {
    const pace = new ReaderPace();
    const [one, other] = [subscription(pace, 'one'), subscription(pace, 'other')];
    pace.waits();
    await turnOfTheLoop();
    expect([...one.queue, ...other.queue]).toEqual(['one 1', 'other 1']);
    pace.took({ isEvent: true });
    pace.waits();
    await turnOfTheLoop();
    expect([...one.queue, ...other.queue]).toEqual(['one 1', 'other 1']);
    pace.took({ isEvent: true });
    pace.waits();
    await turnOfTheLoop();
    expect([...one.queue, ...other.queue]).toEqual(['one 1', 'one 2', 'other 1', 'other 2']);
  });

  test('ends a subscription that waits for its turn', async () => {
    const { paced, ended, queue } = subscription(new ReaderPace(), 'event');
    await paced.return(undefined);
    await ended;
    expect(queue).toEqual([]);
  });
});
