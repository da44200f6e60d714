import { setTimeout as sleep } from 'node:timers/promises';
import { readDatabase } from '../kit/index-dump.js';
import { Random } from '../kit/random.js';
import { inTime } from './in-time.js';
import { Accepted } from './load/accepted.js';
import { CalmServer } from './load/calm-server.js';
import { Crew } from './load/crew.js';
import { projectIn } from './load/projects.js';
import { ask, type Load, newLoad, openDialog, readJob, upload } from './load/requests.js';
import { verdictOn } from './load/verdict.js';
import { Wire, type WireCall } from './load/wire.js';
import { poll } from './poll.js';
import type { StressRun, StressSetting } from './stress-run.js';

const MODULES = 120;
const LONGEST_ROUND_MS = 120_000;

/**
 * What a frozen machine comes to: the server gives its connections up, and with one of them its sign of life. That of the
 * other worker goes too, and comes back.
 */
const GIVE_UP_SIGNS_OF_LIFE = `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 1
  and database = (select oid from pg_database where datname = current_database())`;

export const frozenWorkerRun: StressRun = {
  name: 'frozen-worker',
  title: 'a worker is frozen while it indexes or answers and wakes when another has taken over; it spoils nothing',
  engines: ['postgres'],
  size: 30,
  run,
};

interface Freeze {
  readonly member: string;
  readonly at: number;
}

async function run({ seed, size, places, progress }: StressSetting): Promise<readonly string[]> {
  const random = new Random(seed);
  const [place, calmPlace] = [await places.fresh(), await places.fresh()];
  const wire = new Wire(new Random(seed + 1));
  const calmWire = new Wire(new Random(seed + 2));
  const crew = await Crew.of(place, ['api', 'worker', 'worker'], (member) => wire.environmentFor(member));
  const accepted = new Accepted();
  const freezes: Freeze[] = [];
  let calm: CalmServer | null = null;

  /** Freezes whoever makes the first such call from now on, until another one has made one too. */
  async function freezeAt(isSuch: (call: WireCall) => boolean): Promise<void> {
    const from = wire.calls.length;
    const call = await poll('a call', async () => wire.calls.slice(from).find(isSuch) ?? null);
    const frozen = crew.members.find(({ name }) => name === call.member);
    frozen?.server.signal('SIGSTOP');
    freezes.push({ member: call.member, at: performance.now() });
    try {
      await readDatabase(place, GIVE_UP_SIGNS_OF_LIFE);
      const later = wire.calls.length;
      const isOfAnother = (other: WireCall) => isSuch(other) && other.member !== call.member;
      await poll('a call of another worker', async () => wire.calls.slice(later).find(isOfAnother) ?? null);
      await sleep(random.between(0, 600));
    } finally {
      frozen?.server.signal('SIGCONT');
    }
  }

  async function freezeOnce(load: Load, round: number): Promise<void> {
    const project = await upload(load, MODULES);
    const job = readJob(load, project);
    const indexing = ({ texts: [text] }: WireCall) => text !== undefined && projectIn(text) === project.projectId;
    if (round % 2 === 1) await freezeAt(indexing);
    const asked = await ask(load, await openDialog(load, project), 'PROJECT_QA');
    const role = random.pick(['search', 'tools', 'projectAnswer']);
    if (round % 2 === 0) await freezeAt((call) => call.question === asked.number && call.role === role);
    await Promise.all([job, asked.ended]);
  }

  try {
    await crew.start();
    const load = newLoad(crew, accepted, new AbortController().signal, random);
    for (let round = 1; round <= size; round += 1) {
      await inTime(freezeOnce(load, round), LONGEST_ROUND_MS, () => accepted.unread().join(', '));
      progress(`${round} times frozen`);
    }
    calm = new CalmServer(calmPlace, await calmWire.environmentFor({ name: 'calm', life: 1 }));
    const lines = await verdictOn({
      ...{ crew, place, accepted, wire, calm, api: load.api },
      isExcused: ({ member, at }, again) =>
        freezes.some((freeze) => freeze.member === member && at <= freeze.at && freeze.at <= again.at),
    });
    return [`${size} times frozen, in turn while indexing and while answering`, ...lines];
  } finally {
    await Promise.all([crew.dispose(), calm?.dispose()]);
    await Promise.all([wire.close(), calmWire.close()]);
    await Promise.all([places.remove(place), places.remove(calmPlace)]);
  }
}
