import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GraphQLClient } from '../kit/graphql-client.js';
import { dumpIndex } from '../kit/index-dump.js';
import { expectWholeLogs, needsPostgres, Processes, until } from '../kit/processes.js';
import { manyModules } from '../kit/projects.js';
import type { ServerProcess } from '../kit/server-process.js';
import { Story } from '../kit/story.js';

const FILES = manyModules(160);

describe('on PostgreSQL, a worker in the middle of indexing', needsPostgres, () => {
  let processes: Processes;
  let calm: Processes;
  let api: ServerProcess;
  let first: ServerProcess;
  let story: Story;

  beforeEach(async () => {
    [processes, calm] = await Promise.all([Processes.on(), Processes.on()]);
    [api, first] = await Promise.all([processes.api(), processes.worker()]);
    story = new Story(new GraphQLClient(api.url));
  });
  afterEach(() => Promise.all([processes.dispose(), calm.dispose()]));

  /** Uploads the files; gives the job when the first worker is in the middle of it. */
  async function midway(): Promise<string> {
    const { jobId } = await story.upload(FILES);
    await until(story.jobEvents(jobId), (event) => {
      if (event.__typename === 'IndexFinished') throw new Error('The job ended before it could be interrupted.');
      return event.__typename === 'IndexProgressed' && event.processedFiles >= 30;
    });
    return jobId;
  }

  async function expectUndisturbed(): Promise<void> {
    const undisturbed = await calm.api({ ROLE: 'all' });
    await new Story(new GraphQLClient(undisturbed.url)).index(FILES);
    expect(await dumpIndex(processes.place)).toEqual(await dumpIndex(calm.place));
    await expectWholeLogs(processes.place);
  }

  test('that is killed is replaced at once by another, which finishes its job', async () => {
    await processes.worker();
    const jobId = await midway();
    await first.kill();
    const job = await story.finishJob(jobId);
    expect(job).toMatchObject({ status: 'DONE', version: 1, counts: { processedFiles: 160, indexedFiles: 160 } });
    await expectUndisturbed();
    const [texts] = await processes.query<{ count: number }>('select count(*)::int as count from embedding_cache');
    expect(job.counts.embeddingsComputed).toBeLessThanOrEqual(texts?.count ?? 0);
  });

  test('that was frozen while another took its job over writes nothing when it wakes, and then works again', async () => {
    const jobId = await midway();
    first.signal('SIGSTOP');
    // What a frozen machine comes to: the server gives its connections up, and with one of them its sign of life.
    await processes.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 1
       and database = (select oid from pg_database where datname = current_database())`,
    );
    const second = await processes.worker();
    await until(story.jobEvents(jobId), (event) => {
      if (event.__typename === 'IndexFinished') throw new Error('The job ended before the first worker woke.');
      return event.__typename === 'IndexProgressed' && event.processedFiles >= 120;
    });
    first.signal('SIGCONT');
    expect(await story.finishJob(jobId)).toMatchObject({
      status: 'DONE',
      version: 1,
      counts: { processedFiles: 160, indexedFiles: 160 },
    });
    await expectUndisturbed();
    expect(await processes.query('select attempt from rag_index_jobs')).toEqual([{ attempt: 2 }]);
    await second.kill();
    const { jobId: next } = await story.upload(manyModules(3));
    expect(await story.finishJob(next)).toMatchObject({ status: 'DONE' });
  });
});
