import { manyModules } from '../tests/kit/projects.js';
import { type Files, type Story, toInputs } from '../tests/kit/story.js';
import type { Benchmark } from './benchmark.js';
import { withServer } from './kit/temporary-server.js';
import { median, ratios } from './statistics.js';

const SMALL = 100;
const LARGE = 10_000;
/** Edits a run: one takes some tens of milliseconds, too few to compare one with one. */
const EDITS_A_RUN = 9;
const EDITED = 'src/group-0/figure-0.ts';

interface Edit {
  readonly ms: number;
  readonly embeddings: number;
  readonly chunks: number;
}

/** A change must cost what it changes, not what the project holds. */
export const editBenchmark: Benchmark = {
  name: 'edit',
  title: `one file edited in a project of ${LARGE} files, against the same edit among ${SMALL}`,
  async run({ runs, progress }) {
    return withServer((small) =>
      withServer(async (large) => {
        const smallId = await small.story.index(manyModules(SMALL));
        const largeId = await indexLarge(large.story, manyModules(LARGE));
        progress(`${LARGE} files are indexed`);
        const smallEdits: Edit[][] = [];
        const largeEdits: Edit[][] = [];
        for (let run = 0; run <= runs; run++) {
          const edits: [Edit[], Edit[]] = [[], []];
          for (let edit = 0; edit < EDITS_A_RUN; edit++) {
            const revision = run * EDITS_A_RUN + edit;
            edits[0].push(await editOnce(small.story, smallId, revision));
            edits[1].push(await editOnce(large.story, largeId, revision));
          }
          // The first round loads grammars and plans statements.
          if (run === 0) continue;
          smallEdits.push(edits[0]);
          largeEdits.push(edits[1]);
        }
        const smallMs = smallEdits.map(medianMs);
        const largeMs = largeEdits.map(medianMs);
        return {
          figures: [
            {
              name: 'large / small',
              unit: '×',
              values: ratios(largeMs, smallMs),
              limit: { atMost: 1.5, of: 'median' },
            },
            { name: `edit among ${SMALL}`, unit: 'ms', values: smallMs, limit: null },
            { name: `edit among ${LARGE}`, unit: 'ms', values: largeMs, limit: null },
          ],
          equalities: [
            {
              name: 'embeddings an edit',
              expected: counted(smallEdits, 'embeddings'),
              actual: largeEdits.map((edits) => counted([edits], 'embeddings')),
            },
            {
              name: 'chunks written an edit',
              expected: counted(smallEdits, 'chunks'),
              actual: largeEdits.map((edits) => counted([edits], 'chunks')),
            },
          ],
          notes: [
            `each run is the median of ${EDITS_A_RUN} edits, from the request to the job's end; the two take turns`,
          ],
        };
      }),
    );
  },
};

/** Within the limit of files a request. */
async function indexLarge(story: Story, files: Files): Promise<string> {
  const inputs = toInputs(files);
  const middle = inputs.length / 2;
  const toFiles = (part: typeof inputs) => Object.fromEntries(part.map(({ path, content }) => [path, content]));
  const sessionId = await story.index(toFiles(inputs.slice(0, middle)));
  await story.finishJob(
    await story.change(
      sessionId,
      inputs.slice(middle).map((upsert) => ({ upsert })),
    ),
  );
  return sessionId;
}

async function editOnce(story: Story, sessionId: string, revision: number): Promise<Edit> {
  const content = `${manyModules(1)[EDITED]}\n/** Revision ${revision}. */\nexport const revision = ${revision};\n`;
  const start = performance.now();
  const jobId = await story.change(sessionId, [{ upsert: { path: EDITED, content } }]);
  for await (const _event of story.jobEvents(jobId));
  const ms = performance.now() - start;
  const { status, counts } = await story.finishJob(jobId);
  if (status !== 'DONE') throw new Error(`The job ended ${status}.`);
  return { ms, embeddings: counts.embeddingsComputed, chunks: counts.chunks };
}

function medianMs(edits: readonly Edit[]): number {
  return median(edits.map(({ ms }) => ms));
}

/** The distinct counts over all edits: one number when every edit did the same. */
function counted(runs: readonly (readonly Edit[])[], what: 'embeddings' | 'chunks'): string {
  return [...new Set(runs.flat().map((edit) => edit[what]))].join(', ');
}
