import { PROTOCOLS, subscribe } from '../../tests/stress/backpressure/protocols.js';
import { seedLongTask } from '../../tests/stress/backpressure/seed-long-task.js';
import { memoryOf, PROBED, untilAtRest } from '../../tests/stress/server-memory.js';
import type { Places } from '../../tests/stress/stress-run.js';
import { StressServers } from '../../tests/stress/stress-servers.js';

const SUBSCRIBERS = 1_000;
const OPENED_AT_ONCE = 50;

/** Of one API process, after its garbage was collected, in MB (10⁶ bytes). */
export interface SubscriberMemory {
  /** Resident without subscribers. */
  readonly withNone: number;
  /** Heap and buffers of a thousand: they may take the place of garbage, so that what is resident grows by less. */
  readonly perThousand: number;
}

/** Subscribers of a stream in which nothing happens, evenly over the protocols, against none. */
export async function measureIdleSubscribers(places: Places): Promise<SubscriberMemory> {
  return StressServers.on(places, async (servers) => {
    const taskId = await seedLongTask(servers.place, 0);
    const [api] = await servers.serving(1, PROBED);
    if (api === undefined) throw new Error('There is no API process.');
    // What the first subscriber of each protocol loads stays, and is none of the others' doing.
    for (const protocol of PROTOCOLS) (await subscribe(protocol, api.url, taskId)).close();
    const memory = async () => {
      await untilAtRest(api);
      const { heapUsed, external, rss } = await memoryOf(api);
      return { held: (heapUsed + external) / 1e6, resident: rss / 1e6 };
    };
    const before = await memory();
    const opened = [];
    for (let count = 0; count < SUBSCRIBERS; count += OPENED_AT_ONCE) {
      const some = Array.from({ length: OPENED_AT_ONCE }, (_, index) =>
        subscribe(PROTOCOLS[index % PROTOCOLS.length] ?? 'REST', api.url, taskId),
      );
      opened.push(...(await Promise.all(some)));
    }
    for (const subscriber of opened) void subscriber.read().catch(() => undefined);
    const after = await memory();
    for (const subscriber of opened) subscriber.close();
    return { withNone: before.resident, perThousand: ((after.held - before.held) * 1_000) / SUBSCRIBERS };
  });
}
