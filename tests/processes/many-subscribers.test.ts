import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect } from '../kit/collect.js';
import { GraphQLClient } from '../kit/graphql-client.js';
import { needsPostgres, Processes } from '../kit/processes.js';
import { manyModules } from '../kit/projects.js';
import { RestClient } from '../kit/rest-client.js';
import type { ServerProcess } from '../kit/server-process.js';
import { Story } from '../kit/story.js';

const POOL_SIZE = 6;

describe('on PostgreSQL, readers of an API process', needsPostgres, () => {
  let processes: Processes;
  let api: ServerProcess;

  beforeEach(async () => {
    processes = await Processes.on();
    api = await processes.api({ DATABASE_POOL_SIZE: String(POOL_SIZE) });
  });
  afterEach(() => processes.dispose());

  async function connections(): Promise<number> {
    const [row] = await processes.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and application_name = 'agent-backend' and pid <> pg_backend_pid()`,
    );
    return row?.count ?? 0;
  }

  test('all see what a worker in another process writes, and 200 of them take no connection each', async () => {
    const { jobId } = await new Story(new GraphQLClient(api.url)).upload(manyModules(20));
    const rest = new RestClient(api.url);
    let begun = 0;
    const readers = Array.from({ length: 200 }, async () => {
      const events: string[] = [];
      for await (const { id, event, data } of rest.events(`/api/index/jobs/${jobId}/events`)) {
        if (events.push(`${id} ${event} ${data}`) === 1) begun += 1;
      }
      return events;
    });
    await expect.poll(() => begun, { timeout: 60_000 }).toBe(200);
    expect(await connections()).toBeLessThanOrEqual(POOL_SIZE);
    await processes.worker();
    const [first, ...rest_] = await Promise.all(readers);
    expect(first?.at(-1)).toContain('terminal');
    for (const other of rest_) expect(other).toEqual(first);
    expect(await connections()).toBeLessThanOrEqual(POOL_SIZE + 10);
  });

  test('resume at another process where the first one was cut, and read every event once', async () => {
    const [other] = await Promise.all([processes.api(), processes.worker()]);
    const { jobId } = await new Story(new GraphQLClient(api.url)).upload(manyModules(120));
    const path = `/api/index/jobs/${jobId}/events`;
    const read: string[] = [];
    let cursor = '0';
    try {
      for await (const { id, event } of new RestClient(api.url).events(path)) {
        read.push(`${id} ${event}`);
        cursor = id;
        if (event === 'index_progress') await api.kill();
      }
    } catch {
      // The connection was cut with its process.
    }
    for await (const { id, event } of new RestClient(other.url).events(path, { 'last-event-id': cursor })) {
      read.push(`${id} ${event}`);
    }
    const whole = await collect(new RestClient(other.url).events(path));
    expect(read).toEqual(whole.map(({ id, event }) => `${id} ${event}`));
    expect(whole.at(-1)?.event).toBe('terminal');
  });
});
