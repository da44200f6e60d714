import type { Pool } from 'pg';
import { OfflineEmbedder } from '../../src/rag/embedding/offline-embedder.js';
import { SearchService } from '../../src/rag/retrieval/search-service.js';
import { sqlOn } from '../../src/shared/database/sql.js';

/** Where a search's passages are, best first. */
export type Hits = readonly string[];

/** Runs `work` while the database's sessions are searched exactly, whatever their size. */
export async function searchedExactly<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
  const { rows } = await pool.query('update rag_sessions set has_sketches = false where has_sketches returning id');
  try {
    return await work();
  } finally {
    const ids = rows.map(({ id }) => id);
    await pool.query('update rag_sessions set has_sketches = true where id = any($1)', [ids]);
  }
}

/** What the search gives for each question. */
export async function hitsOf(
  pool: Pool,
  { ownerId, sessionId, topK }: { ownerId: string; sessionId: string; topK: number },
  questions: readonly string[],
): Promise<Hits[]> {
  const service = new SearchService({ sql: sqlOn(pool), embedder: new OfflineEmbedder() });
  const hits: Hits[] = [];
  for (const query of questions) {
    const { passages } = await service.search({ ownerId, sessionId, query, topK }, new AbortController().signal);
    hits.push(passages.map(({ path, startLine }) => `${path}:${startLine}`));
  }
  return hits;
}

/** The share of the one's hits that the other does not have, over all questions. */
export function missing(expected: readonly Hits[], found: readonly Hits[]): number {
  const missed = expected.flatMap((hits, question) => hits.filter((hit) => !found[question]?.includes(hit)));
  return missed.length / Math.max(1, expected.flat().length);
}
