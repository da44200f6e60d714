import type { Embedder } from '../src/contracts/embedder.js';
import { vectorLiteral } from '../src/rag/embedding/vector-literal.js';
import { sketchOf } from '../src/rag/embedding/vector-sketch.js';
import { SearchStore } from '../src/rag/retrieval/search-store.js';
import type { Database } from '../src/shared/database/database.js';
import { sqlOn } from '../src/shared/database/sql.js';
import type { Benchmark, Figure } from './benchmark.js';
import { withEngines } from './kit/engines.js';
import { LargeSession } from './kit/large-session.js';
import { QUESTIONS } from './kit/questions.js';
import { EMBEDDERS } from './kit/vector-spaces.js';
import { median, ratios } from './statistics.js';

const SIZES = [5_000, 10_000, 20_000, 50_000, 100_000];
const QUESTIONS_A_RUN = 10;
/** Vectors read for 10 and for 100 passages, as the search service asks for them. */
const DEPTHS = { 10: 60, 100: 300 } as const;
const MOST_MISSED = 0.05;

/** One run of one size. */
interface Sample {
  readonly exactMs: number;
  readonly sketchedMs: number;
  /** Shares of the exact search's first 10 and 100 vectors that the search by sketches does not have among its own. */
  readonly missed10: number;
  readonly missed100: number;
}

/**
 * The search by vectors of a large session in both forms, by the statement of the product: all vectors compared, and
 * those alone whose sketches are nearest. It tells from which size on the second is worth having, and what it misses.
 */
export const recallBenchmark: Benchmark = {
  name: 'recall',
  title: 'vector search by way of sketches, against the exact one',
  async run({ runs, progress }) {
    const figures: Figure[] = [];
    const notes: string[] = [];
    await withEngines(progress, async (engines) => {
      for (const [space, embedder] of Object.entries(EMBEDDERS)) {
        for (const [engine, withDatabase] of Object.entries(engines)) {
          await withDatabase(async (database) => {
            const session = new LargeSession(database, embedder);
            await session.create();
            for (const size of SIZES) {
              const { chunks, sketchMicroseconds } = await session.growTo(size);
              const name = `${engine}, ${space}, ${size} chunks`;
              progress(`${name}: the session has ${chunks}`);
              const measured = figuresOf(name, await measure(database, session, embedder, runs));
              for (const { name, unit, values } of measured) progress(`${name}: ${median(values).toFixed(3)} ${unit}`);
              figures.push(...measured);
              notes.push(`${name}: a sketch took ${sketchMicroseconds.toFixed(0)} µs to make and write`);
            }
            const sketches = await session.megabytes('rag_vector_sketches');
            const all = await session.megabytes('rag_chunks');
            notes.push(`${engine}, ${space}: sketches ${sketches.toFixed(1)} MB beside chunks of ${all.toFixed(1)} MB`);
          });
        }
      }
    });
    return { figures, notes };
  },
};

async function measure(database: Database, session: LargeSession, embedder: Embedder, runs: number): Promise<Sample[]> {
  const store = new SearchStore(sqlOn(database.pool));
  const search = async (question: string, topK: keyof typeof DEPTHS) => {
    const { vector } = await embedder.embedQuery(question, new AbortController().signal);
    const query = {
      ownerId: session.ref.ownerId,
      sessionId: session.ref.id,
      terms: [],
      lexical: false,
      vector: vectorLiteral(vector),
      sketch: sketchOf(vector),
      space: embedder.space,
      pathPrefix: null,
      depth: DEPTHS[topK],
    };
    const start = performance.now();
    const found = await store.search(query);
    const ms = performance.now() - start;
    const nearest = [...(found?.chunks ?? [])].sort((one, other) => (other.similarity ?? 0) - (one.similarity ?? 0));
    return { ms, ids: nearest.slice(0, topK).map(({ chunkId }) => chunkId) };
  };
  const samples: Sample[] = [];
  // The first run warms caches and does not count.
  for (let run = -1; run < runs; run++) {
    const times: { exact: number; sketched: number }[] = [];
    const missed = { 10: [] as number[], 100: [] as number[] };
    for (const question of questionsOf(run)) {
      await session.goBySketches(false);
      const exact = { 10: await search(question, 10), 100: await search(question, 100) };
      await session.goBySketches(true);
      const sketched = { 10: await search(question, 10), 100: await search(question, 100) };
      times.push({ exact: exact[10].ms, sketched: sketched[10].ms });
      for (const topK of [10, 100] as const) {
        const found = new Set(sketched[topK].ids);
        missed[topK].push(exact[topK].ids.filter((id) => !found.has(id)).length / topK);
      }
    }
    if (run < 0) continue;
    samples.push({
      exactMs: median(times.map(({ exact }) => exact)),
      sketchedMs: median(times.map(({ sketched }) => sketched)),
      missed10: mean(missed[10]),
      missed100: mean(missed[100]),
    });
  }
  return samples;
}

/** Others in each of five runs. */
function questionsOf(run: number): readonly string[] {
  const start = (Math.max(0, run) * QUESTIONS_A_RUN) % QUESTIONS.length;
  return QUESTIONS.slice(start, start + QUESTIONS_A_RUN);
}

function figuresOf(name: string, samples: readonly Sample[]): Figure[] {
  const of = (key: keyof Sample) => samples.map((sample) => sample[key]);
  return [
    { name: `${name}: sketches / exact`, unit: '×', values: ratios(of('sketchedMs'), of('exactMs')), limit: null },
    { name: `${name}: exact`, unit: 'ms', values: of('exactMs'), limit: null },
    { name: `${name}: sketches`, unit: 'ms', values: of('sketchedMs'), limit: null },
    {
      name: `${name}: missed of the first 10`,
      unit: '',
      values: of('missed10'),
      limit: { atMost: MOST_MISSED, of: 'worst' },
    },
    { name: `${name}: missed of the first 100`, unit: '', values: of('missed100'), limit: null },
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
