import { readFile } from 'node:fs/promises';
import type { Benchmark } from './benchmark.js';
import { projectOfSize } from './kit/large-project.js';
import { type Responsiveness, watchResponsiveness } from './kit/responsiveness.js';
import { withServer } from './kit/temporary-server.js';
import { uploadInBatches } from './kit/upload-in-batches.js';

const FILES = 10_000;
const BYTES = 60_000_000;

/** What a large project costs the server process while others are served. */
export const memoryBenchmark: Benchmark = {
  name: 'memory',
  title: '10,000 files and 60 MB, sent in batches of up to 8 MiB to an embedded database',
  async run({ runs, progress }) {
    const files = await projectOfSize({ count: FILES, bytes: BYTES });
    const peaks: number[] = [];
    const watched: Responsiveness[] = [];
    const durations: number[] = [];
    let chunks = 0;
    for (let run = 1; run <= runs; run++) {
      await withServer(async ({ process, story }) => {
        const start = performance.now();
        const seen = await watchResponsiveness(process.url, async () => {
          ({ chunks } = await uploadInBatches(story, files));
        });
        watched.push(seen);
        durations.push((performance.now() - start) / 1000);
        peaks.push(await peakMegabytes(process.pid));
        progress(
          `run ${run}: peak ${peaks.at(-1)?.toFixed(0)} MB, blocked ${seen.longestBlockMs.toFixed(0)} ms at most`,
        );
      });
    }
    return {
      figures: [
        { name: 'peak resident memory', unit: 'MB', values: peaks, limit: { atMost: 1200, of: 'worst' } },
        {
          name: 'longest block of the event loop',
          unit: 'ms',
          values: watched.map(({ longestBlockMs }) => longestBlockMs),
          limit: { atMost: 250, of: 'worst' },
        },
        {
          name: 'longest answer of /healthz',
          unit: 'ms',
          values: watched.map(({ longestAnswerMs }) => longestAnswerMs),
          limit: null,
        },
        { name: 'duration', unit: 's', values: durations, limit: null },
      ],
      notes: [
        `${Object.keys(files).length} files, ${chunks} chunks`,
        'the peak is VmHWM of the process, database included; the block is what its own delay monitor saw (/metrics)',
      ],
    };
  },
};

/** VmHWM: the most that the process ever had resident, in MB (10⁶ bytes). */
async function peakMegabytes(pid: number | null): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kibibytes === undefined) throw new Error('The system does not tell the peak memory of a process (VmHWM).');
  return (Number(kibibytes) * 1024) / 1e6;
}
