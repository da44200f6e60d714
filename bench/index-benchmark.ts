import type { Files } from '../tests/kit/story.js';
import type { Benchmark } from './benchmark.js';
import { bareInsert } from './kit/bare-insert.js';
import { withDatabase, withFreshDatabase } from './kit/embedded-database.js';
import { type IndexRows, readIndexRows } from './kit/index-rows.js';
import { phaseTimes } from './kit/phase-times.js';
import { realProject } from './kit/real-project.js';
import { withServer } from './kit/temporary-server.js';
import { median, ratios } from './statistics.js';

/** Indexing end to end, from the first byte of the upload to the job's terminal event, against writing its rows. */
export const indexBenchmark: Benchmark = {
  name: 'index',
  title: 'a real project through the API, against a bare batched INSERT of the same rows',
  async run({ runs, progress }) {
    const files = await realProject();
    const fileCount = Object.keys(files).length;
    const bytes = Object.values(files).reduce((sum, content) => sum + Buffer.byteLength(content), 0);
    const indexed: number[] = [];
    const inserted: number[] = [];
    let rows: IndexRows | null = null;
    let insertTimes: Readonly<Record<string, number>> = {};
    for (let run = 1; run <= runs; run++) {
      const first = await indexOnce(files, rows === null);
      indexed.push(first.ms);
      rows ??= first.rows;
      if (rows === null) throw new Error('There are no rows to write.');
      const written = rows;
      insertTimes = await withFreshDatabase((database) => bareInsert(database, written));
      inserted.push(sum(insertTimes));
      progress(`run ${run}: indexed in ${seconds(first.ms)}, rows inserted in ${seconds(sum(insertTimes))}`);
    }
    const phases = await phaseTimes(files);
    return {
      figures: [
        {
          name: 'indexing / bare insert',
          unit: '×',
          values: ratios(indexed, inserted),
          limit: { atMost: 2.5, of: 'median' },
        },
        { name: 'indexing', unit: 's', values: indexed.map((ms) => ms / 1000), limit: null },
        { name: 'bare insert', unit: 's', values: inserted.map((ms) => ms / 1000), limit: null },
        { name: 'throughput', unit: 'files/s', values: indexed.map((ms) => (fileCount / ms) * 1000), limit: null },
      ],
      notes: [
        `${fileCount} files, ${(bytes / 1e6).toFixed(1)} MB; ${rows?.chunks.length} chunks, ${rows?.postings.length} postings, ${rows?.vectors.length} vectors`,
        `where the time goes, each phase alone on one thread: ${shares(phases)}`,
        `  bare writing, by table: ${shares(insertTimes)}`,
        `  against ${seconds(median(indexed))} end to end: computing and writing overlap, on two threads`,
      ],
    };
  },
};

async function indexOnce(files: Files, wantRows: boolean): Promise<{ ms: number; rows: IndexRows | null }> {
  return withServer(async ({ process, story }) => {
    const start = performance.now();
    const { jobId } = await story.upload(files);
    for await (const _event of story.jobEvents(jobId));
    const ms = performance.now() - start;
    const job = await story.finishJob(jobId);
    if (job.status !== 'DONE') throw new Error(`The job ended ${job.status}.`);
    await process.stop();
    return { ms, rows: wantRows ? await withDatabase(process.place.dataDir, readIndexRows) : null };
  });
}

function sum(times: Readonly<Record<string, number>>): number {
  return Object.values(times).reduce((total, ms) => total + ms, 0);
}

function shares(times: Readonly<Record<string, number>>): string {
  return Object.entries(times)
    .map(([phase, ms]) => `${phase} ${seconds(ms)}`)
    .join(', ');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
