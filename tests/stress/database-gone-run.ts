import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DatabaseProxy } from '../kit/database-proxy.js';
import { Random } from '../kit/random.js';
import { ServerProcess } from '../kit/server-process.js';
import { full, gone, readOnly, silent } from './database-gone/outages.js';
import { PatientClient } from './database-gone/patient-client.js';
import { SmallDisk } from './database-gone/small-disk.js';
import type { StressRun, StressSetting } from './stress-run.js';

const CLIENTS_OF_AN_API = 3;
/** From here on an outage counts as a long one, and has two processes of each role to do with. */
const LONG_SECONDS = 10;
/** How long it may take, after the database is back, until everything is as it was. Milliseconds. */
const RECOVERY_LIMIT_MS = 15_000;
const POLL_MS = 100;
const HUNG_AFTER_MS = 60_000;
/** What no table has room for without a new page. */
const LARGE_FILE_LINES = 10_000;
/** Of what a process has said, when something does not hold. */
const LONGEST_SAID = 3_000;

export const databaseGoneRun: StressRun = {
  name: 'database-gone',
  title:
    'the database is gone for so many seconds under load, then silent, read-only and full: clear errors, streams resume, nothing lost or doubled',
  engines: ['postgres'],
  size: 20,
  run,
};

interface Upload {
  readonly rag_session_id: string;
  readonly index_job_id: string;
}

/** What one client has had accepted. */
interface Accepted {
  readonly sessions: { readonly id: string; readonly files: number }[];
  readonly jobs: string[];
  readonly tasks: string[];
}

async function run({ seed, size: seconds, places, progress }: StressSetting): Promise<readonly string[]> {
  const place = await places.fresh();
  const proxy = await DatabaseProxy.open(place.databaseUrl ?? '');
  const through = { databaseUrl: proxy.url, dataDir: '' };
  const each = seconds < LONG_SECONDS ? 1 : 2;
  const apis = Array.from({ length: each }, () => new ServerProcess(through, { ROLE: 'api' }));
  const servers = [...apis, ...Array.from({ length: each }, () => new ServerProcess(through, { ROLE: 'worker' }))];
  const disk = each === 1 ? null : await SmallDisk.under(place.databaseUrl ?? '');
  const database = new pg.Client({ connectionString: place.databaseUrl ?? '' });
  try {
    await database.connect();
    await Promise.all(servers.map((server) => server.start()));
    const pids = servers.map(({ pid }) => pid);
    const clients = Array.from(
      { length: each * CLIENTS_OF_AN_API },
      (_, k) => new PatientClient(apis[k % each]?.url ?? ''),
    );
    const work = new AbortController();
    const working = clients.map((client, k) => load(client, new Random(seed + k), work.signal));
    const latecomers: PatientClient[] = [];
    const lines: string[] = [];
    const outages = [gone(proxy), silent(proxy, each > 1)];
    if (each > 1) outages.push(readOnly(database));
    if (disk !== null) outages.push(full(disk));
    else if (each > 1) lines.push('not full: a small disk takes root, and a server on this machine');
    for (const outage of outages) {
      await untilBusy(clients);
      await until(() => clients.some(({ streams }) => streams.some(({ ended }) => !ended)));
      progress(`${outage.name} for ${seconds} s`);
      const before = clients.map(({ answers }) => answers.length);
      await outage.begin();
      // One that comes while it lasts.
      const late = new PatientClient(apis[0]?.url ?? '');
      latecomers.push(late);
      working.push(uploadLarge(late, new Random(seed)));
      const away = sleep(seconds * 1_000);
      const { unreadyWithinMs } = outage;
      const unready = unreadyWithinMs === null ? null : await becomes(servers, 503, unreadyWithinMs);
      await away;
      const waiting = clients.flatMap(({ streams }) => streams.filter(({ ended }) => !ended));
      const seen = waiting.map(({ events }) => events.length);
      await outage.end();
      const back = performance.now();
      const ready = await becomes(servers, 200, RECOVERY_LIMIT_MS);
      await until(() => waiting.every(({ events, ended }, index) => ended || events.length > (seen[index] ?? 0)));
      const resumed = Math.max(0, ...waiting.map(({ lastAt }) => lastAt - back));
      const answers = [...clients.flatMap((client, k) => client.answers.slice(before[k])), ...late.answers];
      const refusals = answers.filter(({ status }) => status >= 400);
      const refused = refusals.map(({ ms }) => ms);
      lines.push(
        `${outage.name} for ${seconds} s: ${answers.length} answers, ${refused.length} of them refusals, the slowest of these after ${inSeconds(Math.max(0, ...refused))}, the slowest of all after ${inSeconds(Math.max(...answers.map(({ ms }) => ms)))}`,
        `  ${unready === null ? 'ready all the while' : `not ready after ${inSeconds(unready)}`}; back: ready after ${inSeconds(ready)}, the ${waiting.length} streams that were open went on within ${inSeconds(resumed)}`,
      );
      assert.deepEqual(new Set(refusals.map(({ status }) => status)), new Set(outage.isNoticed ? [outage.status] : []));
    }
    await untilBusy(clients);
    work.abort();
    const accepted = await Promise.all(working);
    lines.push(...(await check([...clients, ...latecomers], accepted, database)));
    assert.deepEqual(
      servers.map(({ pid }) => pid),
      pids,
    );
    for (const server of servers) {
      assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
      assert.doesNotMatch(server.output, /unexpected error|could not be answered|[Uu]nhandled|A run failed/);
    }
    return lines;
  } catch (error) {
    for (const { output } of servers) progress(output.slice(-LONGEST_SAID));
    throw error;
  } finally {
    await Promise.all(servers.map((server) => server.kill()));
    await database.end();
    await proxy.close();
    await places.remove(place);
    await disk?.close();
  }
}

/** Uploads, changes, searches and asks, over and over until told to stop; follows everything to its end. */
async function load(client: PatientClient, random: Random, stop: AbortSignal): Promise<Accepted> {
  const accepted: Accepted = { sessions: [], jobs: [], tasks: [] };
  while (!stop.aborted) {
    const files = Array.from({ length: random.between(2, 15) }, (_, index) => file(`src/f${index}.ts`, random));
    const upload = await client.post<Upload>('/api/rag/sessions', { project_id: 'load', files });
    const sessionId = upload.rag_session_id;
    accepted.sessions.push({ id: sessionId, files: files.length + 1 });
    accepted.jobs.push(upload.index_job_id);
    await client.followJob(sessionId, upload.index_job_id);
    const change = await client.post<{ index_job_id: string }>(`/api/rag/sessions/${sessionId}/changes`, {
      changed_files: [
        { op: 'upsert', ...file('src/f0.ts', random) },
        { op: 'upsert', ...file('docs/added.md', random) },
      ],
    });
    accepted.jobs.push(change.index_job_id);
    const following = client.followJob(sessionId, change.index_job_id);
    const dialog = await client.post<{ dialog_session_id: string }>('/api/chat/dialogs', { rag_session_id: sessionId });
    for (let turn = random.between(1, 3); turn > 0; turn -= 1) {
      const { task_id: taskId } = await client.post<{ task_id: string }>('/api/chat/messages', {
        dialog_session_id: dialog.dialog_session_id,
        message: `Where is the ${word(random)} of the ${word(random)} computed?`,
      });
      accepted.tasks.push(taskId);
      await client.post('/internal/rag/retrieve', { rag_session_id: sessionId, query: word(random) });
      await client.followTask(taskId);
    }
    await following;
  }
  return accepted;
}

/** Uploads one large file, and follows its job to the end. */
async function uploadLarge(client: PatientClient, random: Random): Promise<Accepted> {
  const lines = Array.from({ length: LARGE_FILE_LINES }, () => `${word(random)} ${random.between(1, 1e9)}`);
  const files = [{ path: 'large.txt', content: lines.join('\n') }];
  const { rag_session_id: id, index_job_id: jobId } = await client.post<Upload>('/api/rag/sessions', {
    project_id: 'load',
    files,
  });
  await client.followJob(id, jobId);
  return { sessions: [{ id, files: 1 }], jobs: [jobId], tasks: [] };
}

async function check(
  clients: readonly PatientClient[],
  accepted: readonly Accepted[],
  database: pg.Client,
): Promise<readonly string[]> {
  assert.deepEqual(
    clients.flatMap(({ problems }) => problems),
    [],
  );
  const rows = async (sql: string) => (await database.query(sql)).rows;
  const statuses = await rows(
    `select id, status::text from rag_index_jobs union all select id, status::text from agent_tasks`,
  );
  const runs = accepted.flatMap(({ jobs, tasks }) => [...jobs, ...tasks]);
  // Each accepted run is there once and done, and no other: a request that was repeated was done once.
  assert.deepEqual(statuses.map(({ id, status }) => `${id} ${status}`).sort(), runs.map((id) => `${id} DONE`).sort());
  const sessions = await rows(
    `select s.id, count(f.*)::int as files from rag_sessions s
     left join rag_files f on f.session_key = s.key and f.to_version is null and f.status = 'INDEXED' group by s.id`,
  );
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
  assert.deepEqual(sessions.sort(byId), accepted.flatMap((client) => client.sessions).sort(byId));
  const logs = await rows(
    `select stream, count(*)::int as count, min(seq)::int as first, max(seq)::int as last,
       count(*) filter (where type = 'terminal')::int as ends from stream_events group by stream`,
  );
  for (const { stream, count, first, last, ends } of logs) {
    assert.deepEqual([stream, first, last, ends], [stream, 1, count, 1]);
  }
  const streams = clients.flatMap((client) => client.streams);
  for (const stream of streams) assert.deepEqual(stream.events, await stream.replay(), `The stream ${stream.id}`);
  const resumed = streams.filter(({ connections }) => connections > 1).length;
  const unanswered = clients.reduce((sum, client) => sum + client.unanswered, 0);
  return [
    `${accepted.flatMap(({ sessions }) => sessions).length} sessions, ${accepted.flatMap(({ jobs }) => jobs).length} jobs and ${accepted.flatMap(({ tasks }) => tasks).length} tasks accepted: each is there once and DONE`,
    `${streams.length} streams read, ${resumed} of them over several connections: gapless, and equal to what is stored; ${unanswered} connections closed as they were used again`,
  ];
}

/** Each client has come to the end of another stream. */
async function untilBusy(clients: readonly PatientClient[]): Promise<void> {
  const streams = clients.map((client) => client.streams.filter(({ ended }) => ended).length);
  await until(() =>
    clients.every((client, k) => client.streams.filter(({ ended }) => ended).length >= (streams[k] ?? 0) + 1),
  );
}

/** Gives after how many milliseconds every server answered /readyz with this status. */
async function becomes(servers: readonly ServerProcess[], status: number, limitMs: number): Promise<number> {
  const start = performance.now();
  const is = async ({ url }: ServerProcess) => (await fetch(`${url}/readyz`)).status === status;
  while (!(await Promise.all(servers.map(is))).every(Boolean)) {
    assert.ok(performance.now() - start < limitMs, `/readyz has not come to ${status} within ${limitMs} ms.`);
    await sleep(POLL_MS);
  }
  return performance.now() - start;
}

/** What does not come about in this time has hung. */
async function until(isTrue: () => boolean): Promise<void> {
  const start = performance.now();
  while (!isTrue()) {
    assert.ok(performance.now() - start < HUNG_AFTER_MS, `Something has hung for ${inSeconds(HUNG_AFTER_MS)}.`);
    await sleep(POLL_MS);
  }
}

const WORDS = ['total', 'weight', 'index', 'price', 'cart', 'payment', 'session', 'token', 'cursor', 'margin'];

function word(random: Random): string {
  return random.pick(WORDS);
}

function file(path: string, random: Random): { path: string; content: string } {
  const functions = Array.from({ length: random.between(1, 8) }, () => {
    const name = `${word(random)}${random.between(1, 999)}`;
    return `/** Computes the ${word(random)} of the ${word(random)}. */\nexport function ${name}(x) {\n  return x * ${random.between(1, 99)};\n}\n`;
  });
  return { path, content: functions.join('\n') };
}

function inSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
