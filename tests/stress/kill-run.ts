import assert from 'node:assert/strict';
import { Random } from '../kit/random.js';
import { inTime } from './in-time.js';
import { CacheWatch } from './kill/cache-watch.js';
import { askAndListen, uploadAndChange } from './kill/clients.js';
import { killAgainAndAgain } from './kill/killing.js';
import { Accepted } from './load/accepted.js';
import { CalmServer } from './load/calm-server.js';
import { Crew, type Role } from './load/crew.js';
import { diedBetween } from './load/providers-verdict.js';
import { newLoad } from './load/requests.js';
import { verdictOn } from './load/verdict.js';
import { Wire } from './load/wire.js';
import type { Engine, StressRun, StressSetting } from './stress-run.js';

/** Of each kind. A short run has fewer, since it mostly waits for processes to start. */
const CLIENTS = { whole: 4, short: 2 };
/** Fewer kills than this are a short run. */
const LEAST_OF_WHOLE_RUN = 20;
/** So soon after the last kill all has come to its end: a lane that was forgotten is found within half a minute. */
const LONGEST_END_MS = 180_000;

export const killRun: StressRun = {
  name: 'kill',
  title: 'processes are killed while they index and answer; nothing is lost, doubled or done anew',
  engines: ['embedded', 'postgres'],
  size: 200,
  run,
};

async function run({ seed, size, places, progress }: StressSetting): Promise<readonly string[]> {
  const random = new Random(seed);
  const [place, calmPlace] = [await places.fresh(), await places.fresh()];
  const cache = new CacheWatch(place);
  const wire = new Wire(new Random(seed + 1), (texts) => cache.look(texts));
  const calmWire = new Wire(new Random(seed));
  const crew = await Crew.of(place, rolesOf(places.engine, size), (member) => wire.environmentFor(member));
  const accepted = new Accepted();
  let calm: CalmServer | null = null;
  try {
    await crew.start();
    const stop = new AbortController();
    const load = newLoad(crew, accepted, stop.signal, random);
    const { client } = load;
    const clients = Array.from({ length: size < LEAST_OF_WHOLE_RUN ? CLIENTS.short : CLIENTS.whole }, (_, index) => [
      uploadAndChange(load, seed + 100 + index),
      askAndListen(load, seed + 200 + index),
    ]).flat();
    const working = Promise.all(clients);
    const killing = killAgainAndAgain({ crew, wire, client, random: new Random(seed + 2), times: size, progress });
    const kills = await Promise.race([killing, working.then(() => killing)]);
    stop.abort();
    calm = new CalmServer(calmPlace, await calmWire.environmentFor({ name: 'calm', life: 1 }));
    const ending = performance.now();
    await inTime(working, LONGEST_END_MS, () => accepted.unread().join(', '));
    const endedAfterS = Math.round((performance.now() - ending) / 1000);
    progress(`all has ended after ${endedAfterS} s`);
    const lines = await verdictOn({
      ...{ crew, place, accepted, wire, calm, api: load.api },
      isExcused: diedBetween(crew.members),
    });
    assert.deepEqual(cache.needless, [], 'texts that arrived although they were cached');
    return [
      `${size} kills: ${[...kills].map(([what, times]) => `${what} ${times}`).join(', ')}`,
      ...lines,
      `${client.retries} requests sent again; all had ended ${endedAfterS} s after the last kill`,
    ];
  } finally {
    await Promise.all([crew.dispose(), calm?.dispose()]);
    await Promise.all([wire.close(), calmWire.close(), cache.close()]);
    await Promise.all([places.remove(place), places.remove(calmPlace)]);
  }
}

function rolesOf(engine: Engine, size: number): Role[] {
  if (engine === 'embedded') return ['all'];
  // In short there is one process less to start.
  return size < LEAST_OF_WHOLE_RUN ? ['api', 'api', 'worker', 'worker'] : ['api', 'api', 'worker', 'worker', 'worker'];
}
