import assert from 'node:assert/strict';
import { readDatabase } from '../kit/index-dump.js';
import { Random } from '../kit/random.js';
import { type Answer, DOORS, type Ids, type KeyedRequest, type Variant } from './idempotency/keyed-request.js';
import { keyedRequests } from './idempotency/keyed-requests.js';
import { SEEDED_QUESTION, type SeededDialog, seedDialogs } from './idempotency/seed-dialogs.js';
import type { StressRun } from './stress-run.js';
import { StressServers } from './stress-servers.js';

/** Far more than the work takes; a wait for a connection that does not come free takes longer. */
const LONGEST_WAIT_MS = 25_000;

/** Each kind of request that takes a key, sent many times at once. */
export const idempotencyRun: StressRun = {
  name: 'idempotency',
  title:
    'each mutation that takes a key as often at once as the size, over both doors of two processes: with one body it ' +
    'is done once, with two bodies one of them is done once and the other is refused',
  engines: ['embedded', 'postgres'],
  size: 50,
  run: ({ seed, size, places, progress }) =>
    StressServers.on(places, async (servers) => {
      const random = new Random(seed);
      const seeded = await seedDialogs(servers.place, 2);
      const urls = (await servers.serving(2)).map(({ url }) => url);
      const [alike, mixed] = seeded.map((dialog, index) => keyedRequests({ ...dialog, projectId: `project-${index}` }));
      const rounds: Round[] = [];
      for (const [index, request] of (alike ?? []).entries()) {
        const bodies: readonly Variant[] = Array.from({ length: size }, () => 0);
        rounds.push(await atOnce(request, `alike-${index}`, bodies, urls, random, progress));
      }
      for (const [index, request] of (mixed ?? []).entries()) {
        const bodies = Array.from({ length: size }, (_, place): Variant => (place % 2 === 0 ? 0 : 1));
        rounds.push(await atOnce(request, `mixed-${index}`, random.shuffle(bodies), urls, random, progress));
      }
      await servers.stopAll();
      await checkRows(servers, seeded, rounds);
      const longest = Math.max(...rounds.map(({ longestMs }) => longestMs));
      return [
        `${rounds.length} rounds of ${size} requests at once over ${urls.length} processes; the longest answer took ${Math.round(longest)} ms`,
      ];
    }),
};

interface Round {
  readonly ids: Ids;
  readonly longestMs: number;
}

/** Sends the bodies at once under one key, each over a door and to a process of chance; checks the answers. */
async function atOnce(
  request: KeyedRequest,
  key: string,
  bodies: readonly Variant[],
  urls: readonly string[],
  random: Random,
  progress: (line: string) => void,
): Promise<Round> {
  const sent = bodies.map((variant) => ({ variant, door: random.pick(DOORS), url: random.pick(urls) }));
  const answers = await Promise.all(
    sent.map(async ({ variant, door, url }) => {
      const start = performance.now();
      const answer = await request.send(door, url, key, variant);
      return { variant, answer, ms: performance.now() - start };
    }),
  );
  const accepted = answers.flatMap(({ variant, answer }) => (answer.kind === 'accepted' ? [{ variant, answer }] : []));
  const [first] = accepted;
  assert.ok(first, `${request.name}: no request was accepted; ${JSON.stringify(answers[0]?.answer)}`);
  for (const { variant, answer } of answers) {
    const where = `${request.name} under ${key}`;
    if (variant === first.variant) assert.deepEqual(answer, first.answer, where);
    else checkRefusal(answer, key, where);
  }
  const longestMs = Math.max(...answers.map(({ ms }) => ms));
  assert.ok(longestMs < LONGEST_WAIT_MS, `${request.name}: an answer took ${Math.round(longestMs)} ms`);
  const refused = answers.length - accepted.length;
  progress(`${request.name}: ${accepted.length} got one result, ${refused} were refused, ${Math.round(longestMs)} ms`);
  return { ids: first.answer.ids, longestMs };
}

function checkRefusal(answer: Answer, key: string, where: string): void {
  assert.equal(answer.kind, 'refused', where);
  const { status, code, message } = answer;
  assert.deepEqual({ status, code }, { status: 422, code: 'IDEMPOTENCY_MISMATCH' }, `${where}: ${message}`);
  assert.ok(message.includes(key), `the message does not name the key: ${message}`);
}

interface Rows {
  readonly sessions: string[];
  readonly jobs: string[];
  readonly dialogs: string[];
  readonly messages: string[];
  readonly tasks: string[];
  readonly streams: string[];
  readonly keys: number;
  readonly strays: number;
  readonly queued: string[];
  readonly lanes: string[];
}

/** What is there is what was answered, and nothing else: no row, no job, no content of a request that came to nothing. */
async function checkRows(servers: StressServers, seeded: readonly SeededDialog[], rounds: readonly Round[]) {
  const [rows] = await readDatabase<Rows>(
    servers.place,
    `select (select array_agg(id order by id) from rag_sessions) as sessions,
       (select array_agg(id order by id) from rag_index_jobs) as jobs,
       (select array_agg(id order by id) from dialog_sessions where title is not null) as dialogs,
       (select array_agg(id order by id) from chat_messages where role = 'USER' and content <> '${SEEDED_QUESTION}') as messages,
       (select array_agg(t.id order by t.id) from agent_tasks t join chat_messages m on m.id = t.message_id
        where m.content <> '${SEEDED_QUESTION}') as tasks,
       (select array_agg(stream order by stream) from stream_heads) as streams,
       (select count(*)::int from idempotency_keys where operation <> 'queueEdits') as keys,
       (select count(*)::int from file_contents c where unused_since is null and not exists (
          select 1 from rag_sessions s join rag_index_jobs j on j.session_id = s.id
            join rag_index_job_files f on f.job_id = j.id
          where s.key = c.session_key and f.content_hash = c.content_hash)) as strays,
       (select array_agg(coalesce(queue_name, '') order by queue_name) from graphile_worker.jobs
        where task_identifier in ('run-task', 'run-index-job')) as queued,
       (select array_agg(lane order by lane) from (
          select 'run-index-job:' || session_id as lane from rag_index_jobs where finished_at is null
          union select 'run-task:' || dialog_id from agent_tasks where finished_at is null) as unfinished) as lanes`,
  );
  assert.ok(rows);
  const { queued, lanes, ...made } = rows;
  // Embedded the work has begun; where nobody works there is one queue job for each lane that has some.
  if (!servers.isEmbedded) assert.deepEqual(queued, lanes);
  const answered = (kind: keyof Ids) => [...new Set(rounds.flatMap(({ ids }) => ids[kind] ?? []))];
  const [jobs, tasks] = [answered('job'), answered('task')];
  const dialogs = rounds.flatMap(({ ids }) => (ids.task === undefined ? (ids.dialog ?? []) : []));
  const sessions = new Set([...answered('session'), ...seeded.map(({ sessionId }) => sessionId)]);
  assert.deepEqual(made, {
    sessions: [...sessions].sort(),
    jobs: jobs.sort(),
    dialogs: dialogs.sort(),
    messages: answered('message').sort(),
    tasks: tasks.sort(),
    streams: [...jobs, ...tasks].sort(),
    keys: rounds.length,
    strays: 0,
  });
}
