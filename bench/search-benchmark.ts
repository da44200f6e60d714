import { RetrieveDocument } from '../src/generated/documents/graphql.js';
import { LARGE_SESSION_CHUNKS } from '../src/rag/retrieval/large-session.js';
import { GraphQLClient } from '../tests/kit/graphql-client.js';
import { ServerProcess } from '../tests/kit/server-process.js';
import { Story } from '../tests/kit/story.js';
import type { Benchmark, Figure } from './benchmark.js';
import { withDatabase } from './kit/embedded-database.js';
import { hitsOf, missing, searchedExactly } from './kit/exact-search.js';
import { projectOfChunks } from './kit/project-of-chunks.js';
import { QUESTIONS } from './kit/questions.js';
import { searchStatements } from './kit/search-statements.js';
import { withFolder } from './kit/temporary-server.js';
import { uploadInBatches } from './kit/upload-in-batches.js';
import { quantile, ratios } from './statistics.js';

const SIZES = [5_000, 50_000];
const TOP_K = 10;
const MOST_MISSED = 0.05;

interface Latency {
  readonly p50: number;
  readonly p95: number;
}

/**
 * The API's share of a search: the same questions asked over GraphQL and as the bare statements behind them. Of a session
 * that is searched by sketches also what its exact search takes, and how much of what that finds is missed.
 */
export const searchBenchmark: Benchmark = {
  name: 'search',
  title: `${QUESTIONS.length} questions through the API, against the bare SQL of each`,
  async run({ runs, progress }) {
    const figures: Figure[] = [];
    const notes: string[] = [];
    for (const size of SIZES) {
      const { chunks, api, sql, exact, missed } = await withFolder((folder) => measure(folder, size, runs, progress));
      const of = (latencies: readonly Latency[], share: keyof Latency) => latencies.map((each) => each[share]);
      for (const [share, atMost] of [
        ['p50', 2],
        ['p95', 4],
      ] as const) {
        const name = `${size} chunks, ${share}`;
        figures.push(
          {
            name: `${name}: API / SQL`,
            unit: '×',
            values: ratios(of(api, share), of(sql, share)),
            limit: { atMost, of: 'median' },
          },
          { name: `${name}: API`, unit: 'ms', values: of(api, share), limit: null },
          { name: `${name}: SQL`, unit: 'ms', values: of(sql, share), limit: null },
        );
      }
      if (exact.length > 0) {
        figures.push(
          {
            name: `${size} chunks, p50: SQL / exact SQL`,
            unit: '×',
            values: ratios(of(sql, 'p50'), of(exact, 'p50')),
            limit: null,
          },
          { name: `${size} chunks, p50: exact SQL`, unit: 'ms', values: of(exact, 'p50'), limit: null },
          {
            name: `${size} chunks: missed of the exact ${TOP_K} hits`,
            unit: '',
            values: missed,
            limit: { atMost: MOST_MISSED, of: 'worst' },
          },
        );
      }
      notes.push(`the session of ${size} has ${chunks} chunks`);
    }
    return { figures, notes };
  },
};

async function measure(folder: string, size: number, runs: number, progress: (line: string) => void) {
  const server = new ServerProcess({ databaseUrl: null, dataDir: folder });
  await server.start();
  const story = new Story(new GraphQLClient(server.url));
  const { sessionId, chunks } = await uploadInBatches(story, await projectOfChunks(size));
  await server.stop();
  progress(`${chunks} chunks are indexed`);
  const asked = { ownerId: 'local', sessionId, topK: TOP_K };
  const statements = await searchStatements(asked, QUESTIONS);
  const api: Latency[] = [];
  const sql: Latency[] = [];
  const exact: Latency[] = [];
  const missed: number[] = [];
  // The server and the bare statements cannot have the database open at once, so they take turns.
  for (let run = 0; run < runs; run++) {
    await server.start();
    const client = new GraphQLClient(server.url);
    api.push(
      await latency(QUESTIONS, (query) => client.run(RetrieveDocument, { sessionId, input: { query, topK: TOP_K } })),
    );
    await server.stop();
    await withDatabase(folder, async ({ pool }) => {
      const bare = () => latency(statements, ({ text, values }) => pool.query(text, [...values]));
      sql.push(await bare());
      if (chunks < LARGE_SESSION_CHUNKS) return;
      const found = await hitsOf(pool, asked, QUESTIONS);
      await searchedExactly(pool, async () => {
        exact.push(await bare());
        missed.push(missing(await hitsOf(pool, asked, QUESTIONS), found));
      });
    });
  }
  return { chunks, api, sql, exact, missed };
}

/** One after the other; the first round warms caches on either side and does not count. */
async function latency<T>(inputs: readonly T[], work: (input: T) => Promise<unknown>): Promise<Latency> {
  for (const input of inputs) await work(input);
  const times: number[] = [];
  for (const input of inputs) {
    const start = performance.now();
    await work(input);
    times.push(performance.now() - start);
  }
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}
