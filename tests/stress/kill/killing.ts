import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../kit/random.js';
import type { Crew } from '../load/crew.js';
import type { Wire } from '../load/wire.js';
import type { PersistentClient } from '../persistent-client.js';

/** Providers are asked so often between two kills, at most: by what is done, a slow machine is killed at the same places. */
const MOST_CALLS = 5;
const LONGEST_WAIT_FOR_CALLS_MS = 15_000;
const LONGEST_PAUSE_MS = 500;
const LONGEST_ABSENCE_MS = 1_500;

export interface KillingOptions {
  readonly crew: Crew;
  readonly wire: Wire;
  readonly client: PersistentClient;
  readonly random: Random;
  readonly times: number;
  readonly progress: (line: string) => void;
}

/** Kills a process at random again and again; gives how often, by its role and by what it was at. */
export async function killAgainAndAgain(options: KillingOptions): Promise<ReadonlyMap<string, number>> {
  const { crew, wire, random, times, progress } = options;
  const kills = new Map<string, number>();
  // Those of two may be absent: else the machine does nothing but start processes.
  const enough = Math.max(1, crew.members.length - 2);
  for (let kill = 1; kill <= times; kill += 1) {
    await crew.until(() => crew.serving.length >= enough);
    await calls(wire, random.between(0, MOST_CALLS));
    await sleep(random.between(0, LONGEST_PAUSE_MS));
    const victim = random.pick(crew.serving);
    const what = `${victim.role} ${occupation(options, victim)}`;
    kills.set(what, (kills.get(what) ?? 0) + 1);
    await crew.kill(victim, crew.members.length === 1 ? 0 : random.between(0, LONGEST_ABSENCE_MS));
    if (kill % 20 === 0) progress(`${kill} kills`);
  }
  return kills;
}

/** Gives when providers have been asked so often from now on, or nobody asks any more. */
async function calls(wire: Wire, count: number): Promise<void> {
  const enough = wire.calls.length + count;
  const latest = performance.now() + LONGEST_WAIT_FOR_CALLS_MS;
  while (wire.calls.length < enough && performance.now() < latest) await sleep(5);
}

function occupation({ wire, client }: KillingOptions, { name, role, server }: Crew['members'][number]): string {
  const unanswered = client.waitingAt(server.url) > 0;
  if (role === 'api') return unanswered ? 'with an unanswered request' : 'with streams alone';
  const waiting = wire.doing(name);
  if (waiting !== 'neither') return `waiting for ${waiting}`;
  return unanswered ? 'with an unanswered request' : 'between calls';
}
