import assert from 'node:assert/strict';
import { FakeOpenAi } from '../fakes/openai/fake-openai.js';
import { collect } from '../kit/collect.js';
import { readDatabase } from '../kit/index-dump.js';
import { Random } from '../kit/random.js';
import { RestClient, type ServerSentEvent } from '../kit/rest-client.js';
import { Crowd } from './backpressure/crowd.js';
import { PROTOCOLS } from './backpressure/protocols.js';
import { seedLongTask } from './backpressure/seed-long-task.js';
import { memoryOf, PROBED, processorTimeOf, type ServerMemory, untilAtRest } from './server-memory.js';
import type { StressRun } from './stress-run.js';
import { StressServers } from './stress-servers.js';

/** The system itself takes in 2.7 to 4.3 MB of a connection that nobody reads. */
const BACKLOG_BYTES = 8_000_000;
const LEAST_HELD_BACK_BYTES = 2_000_000;
const MOST_BYTES_A_STALLED_READER = 1_000_000;
/** The server stores each piece as an event. */
const LIVE_PIECES = Array.from({ length: 40 }, (_, piece) => `${piece}: ${'a live answer '.repeat(16)}\n`);

/** Many readers of one stream, some of which never read. */
export const backpressureRun: StressRun = {
  name: 'backpressure',
  title:
    'as many subscribers of one stream as the size, over each protocol; one in twenty never reads: it costs the server ' +
    'less than 1 MB, the others get everything, and it gets everything when it reads at last',
  engines: ['embedded', 'postgres'],
  size: 1_000,
  run: ({ seed, size, places, progress }) =>
    StressServers.on(places, async (servers) => {
      const taskId = await seedLongTask(servers.place, BACKLOG_BYTES);
      const model = await heldModel();
      try {
        const [server] = await servers.serving(1, { ...PROBED, ...model.env });
        assert.ok(server);
        if (!servers.isEmbedded) await servers.start({ ROLE: 'worker', ...model.env });
        const crowd = new Crowd({ url: server.url, taskId, size, random: new Random(seed) });
        const atRest = async () => {
          await untilAtRest(server);
          return memoryOf(server);
        };

        await crowd.openReading();
        let without = await atRest();
        progress(`${crowd.readingCount} readers have read the backlog`);
        const costs: string[] = [];
        for (const protocol of PROTOCOLS) {
          const count = await crowd.openStalled(protocol);
          const withStalled = await atRest();
          costs.push(`one that reads nothing of ${protocol} cost the server ${cost(withStalled, without, count)}`);
          without = withStalled;
        }
        progress(`${crowd.stalledCount} more are there and do not read`);

        const before = { ms: performance.now(), cpuMs: await processorTimeOf(server) };
        model.release();
        const readings = await crowd.readToTheEnd();
        const live = { ms: performance.now() - before.ms, cpuMs: (await processorTimeOf(server)) - before.cpuMs };
        const onlyStalled = await atRest();
        const heldBack = await crowd.bytesHeldBack(readings);
        progress('those that read have all of the live part');
        const late = await crowd.readStalled();
        const nobody = await atRest();
        progress('those that did not read have everything too');

        await crowd.checkReadings([...readings, ...late]);
        const replay = await collect(new RestClient(server.url).events(`/api/events?task_id=${taskId}`));
        await servers.stopAll();
        await checkReplay(servers, replay, taskId);
        assert.ok(heldBack === null || heldBack > LEAST_HELD_BACK_BYTES, `only ${heldBack} bytes were held back`);
        return [
          `${size} subscribers, ${crowd.stalledCount} of which did not read, of ${replay.length} events and ${megabytes(readings[0]?.reading.bytes ?? 0)}`,
          ...(heldBack === null ? [] : [`at least ${megabytes(heldBack)} were held back from each that did not read`]),
          ...costs,
          `one of any cost ${cost(onlyStalled, nobody, crowd.stalledCount)} when those that read had gone`,
          `the live part took ${Math.round(live.ms)} ms, ${Math.round(live.cpuMs)} ms of the server's processor time`,
        ];
      } finally {
        await model.close();
      }
    }),
};

/** A model that says nothing before `release`, with the variables of a server that asks it. */
async function heldModel() {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const fake = await FakeOpenAi.start({ replies: () => released.then(() => ({ pieces: LIVE_PIECES })) });
  const env = {
    LLM_PROVIDER: 'openai',
    OPENAI_BASE_URL: fake.baseUrl,
    OPENAI_MODEL: 'small',
    PROVIDER_FIRST_BYTE_SECONDS: '3000',
  };
  return { env, release, close: () => fake.close() };
}

/** Throws when a stalled reader costs more than it may; by heap and buffers, since what is resident is also garbage's. */
function cost(withStalled: ServerMemory, without: ServerMemory, count: number): string {
  const held = ({ heapUsed, external }: ServerMemory) => heapUsed + external;
  const each = (held(withStalled) - held(without)) / count;
  assert.ok(each < MOST_BYTES_A_STALLED_READER, `a stalled reader costs ${megabytes(each)}`);
  return `${megabytes(each)} (resident ${megabytes((withStalled.rss - without.rss) / count)})`;
}

/** What anybody is sent is what is stored, in order, and ends with the terminal event. */
async function checkReplay(servers: StressServers, replay: readonly ServerSentEvent[], taskId: string) {
  const stored = await readDatabase<{ id: string; event: string; offset: number | null; text: string | null }>(
    servers.place,
    `select seq::text as id, type as event, (payload->'offset')::int as offset, payload->>'text' as text
     from stream_events where stream = '${taskId}' order by seq`,
  );
  const sent = replay.map(({ id, event, data }) => {
    const { offset = null, text = null } = JSON.parse(data) as { offset?: number; text?: string };
    return { id, event, offset, text };
  });
  assert.deepEqual(sent, stored);
  assert.equal(sent.at(-1)?.event, 'terminal');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
