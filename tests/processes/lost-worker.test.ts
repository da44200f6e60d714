import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { GraphQLClient } from '../kit/graphql-client.js';
import { dumpIndex } from '../kit/index-dump.js';
import { expectWholeLogs, needsPostgres, Processes, until } from '../kit/processes.js';
import { manyModules } from '../kit/projects.js';
import type { ServerProcess } from '../kit/server-process.js';
import { Story } from '../kit/story.js';
import { frozenWorkerRun } from '../stress/frozen-worker-run.js';
import { placesFrom } from '../stress/open-places.js';

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
});

test(
  'on PostgreSQL, a worker that was frozen while another took its work over spoils nothing when it wakes',
  needsPostgres,
  async () => {
    const places = placesFrom(inject('databaseTemplate'));
    expect(await frozenWorkerRun.run({ seed: 1, size: 2, places, progress: () => undefined })).not.toEqual([]);
  },
);
