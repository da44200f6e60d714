import { RetrieveDocument, type SearchMode } from '../../src/generated/documents/graphql.js';
import type { Files } from '../../tests/kit/story.js';
import { type TemporaryServer, withServer } from '../kit/temporary-server.js';
import type { EvalSet, Question } from './eval-set.js';
import { judge } from './judge.js';
import { type Judged, type Metrics, meanMetrics } from './metrics.js';

export const MODES = ['LEXICAL', 'VECTOR', 'HYBRID'] as const satisfies readonly SearchMode[];

/** The deepest that the public path searches. */
const TOP_K = 100;
/** A server takes at most 10,000 files and 128 MiB in a request; half of it leaves room for JSON's escapes. */
const MOST_FILES_A_REQUEST = 5_000;
const MOST_CHARS_A_REQUEST = 24_000_000;
/** The server has one database thread: more at once would only wait there. */
const SEARCHES_AT_ONCE = 4;

export interface Evaluation {
  readonly byMode: Readonly<Record<SearchMode, Metrics>>;
  readonly indexedFiles: number;
  readonly skippedFiles: number;
  readonly chunks: number;
}

/** Indexes the set's files on a new server, asks every question in every mode through its API, and judges the hits. */
export async function evaluate(set: EvalSet, progress: (line: string) => void): Promise<Evaluation> {
  return withServer(async (server) => {
    const { sessionId, ...counts } = await indexFiles(server, set.files);
    progress(`${counts.indexedFiles} files in ${counts.chunks} chunks; ${set.questions.length} questions`);
    const byMode: Partial<Record<SearchMode, Metrics>> = {};
    for (const mode of MODES) {
      byMode[mode] = meanMetrics(await askAll(set, (query) => search(server, sessionId, query, mode)));
      progress(`${mode.toLowerCase()} done`);
    }
    return { byMode: byMode as Record<SearchMode, Metrics>, ...counts };
  });
}

async function indexFiles({ story }: TemporaryServer, files: Files) {
  const [first = {}, ...others] = batches(files);
  const { sessionId, jobId } = await story.upload(first);
  const jobs = [await finished(story, jobId)];
  for (const batch of others) {
    const upserts = Object.entries(batch).map(([path, content]) => ({ upsert: { path, content } }));
    jobs.push(await finished(story, await story.change(sessionId, upserts)));
  }
  const sum = (count: 'indexedFiles' | 'skippedFiles' | 'chunks') =>
    jobs.reduce((total, { counts }) => total + counts[count], 0);
  return {
    sessionId,
    indexedFiles: sum('indexedFiles'),
    skippedFiles: sum('skippedFiles'),
    chunks: sum('chunks'),
  };
}

async function finished(story: TemporaryServer['story'], jobId: string) {
  const job = await story.finishJob(jobId);
  if (job.status !== 'DONE') throw new Error(`Indexing ended ${job.status}: ${job.failure?.message}`);
  return job;
}

function batches(files: Files): Files[] {
  const result: [string, string][][] = [[]];
  let chars = 0;
  for (const entry of Object.entries(files)) {
    const batch = result.at(-1) ?? [];
    chars += entry[1].length;
    if (batch.length < MOST_FILES_A_REQUEST && (chars <= MOST_CHARS_A_REQUEST || batch.length === 0)) {
      batch.push(entry);
    } else {
      result.push([entry]);
      chars = entry[1].length;
    }
  }
  return result.map((batch) => Object.fromEntries(batch));
}

type Hits = Parameters<typeof judge>[0];

async function askAll(set: EvalSet, ask: (query: string) => Promise<Hits>) {
  const results: { judged: Judged; answers: number }[] = [];
  for (let start = 0; start < set.questions.length; start += SEARCHES_AT_ONCE) {
    const asked = set.questions.slice(start, start + SEARCHES_AT_ONCE).map(async (question: Question) => ({
      judged: judge(await ask(question.query), question, set.ranked),
      answers: question.answers.length,
    }));
    results.push(...(await Promise.all(asked)));
  }
  return results;
}

async function search({ client }: TemporaryServer, sessionId: string, query: string, mode: SearchMode): Promise<Hits> {
  const { ragSession } = await client.run(RetrieveDocument, { sessionId, input: { query, mode, topK: TOP_K } });
  if (!ragSession) throw new Error(`There is no session ${sessionId}.`);
  return ragSession.search.hits.map(({ source }) => source);
}
