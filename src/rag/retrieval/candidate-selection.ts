import type { DropReason } from '../../contracts/rag-retriever.js';
import { fusedScore } from './fusion.js';
import type { FoundChunk } from './search-store.js';
import { isTestFile } from './test-files.js';

const MOST_OF_ONE_FILE = 3;
/** Tests repeat the words of what they test. */
const TEST_FILE_FACTOR = 0.5;
/** About what two unrelated texts have in the offline space, whose vectors have 512 dimensions. */
const LEAST_SIMILARITY = 0.05;
/** The share of the shorter chunk's lines from which on two chunks of a file say the same. */
const DUPLICATE_OVERLAP = 0.5;

export interface Candidate {
  readonly chunk: FoundChunk;
  readonly score: number;
  readonly droppedBecause: DropReason | null;
}

/** All found chunks, best first, each with the reason why it is no result; the first `topK` others are the results. */
export function selectCandidates(
  chunks: readonly FoundChunk[],
  { topK, testsWanted }: { topK: number; testsWanted: boolean },
): Candidate[] {
  const ranked = chunks
    .map((chunk) => ({ chunk, score: scoreOf(chunk, testsWanted) }))
    .sort((one, other) => other.score - one.score || byPlace(one.chunk, other.chunk));
  const selected: FoundChunk[] = [];
  return ranked.map(({ chunk, score }) => {
    const droppedBecause = reasonToDrop(chunk, selected, topK);
    if (droppedBecause === null) selected.push(chunk);
    return { chunk, score, droppedBecause };
  });
}

function scoreOf(chunk: FoundChunk, testsWanted: boolean): number {
  const score = fusedScore({ lexical: chunk.lexicalRank, vector: chunk.vectorRank });
  return !testsWanted && isTestFile(chunk.path) ? score * TEST_FILE_FACTOR : score;
}

function reasonToDrop(chunk: FoundChunk, selected: readonly FoundChunk[], topK: number): DropReason | null {
  if (chunk.lexicalScore === null && (chunk.similarity ?? 0) < LEAST_SIMILARITY) return 'BELOW_THRESHOLD';
  if (selected.some((other) => sayTheSame(chunk, other))) return 'DUPLICATE';
  if (selected.filter(({ path }) => path === chunk.path).length >= MOST_OF_ONE_FILE) return 'PER_FILE_CAP';
  return selected.length >= topK ? 'BEYOND_TOP_K' : null;
}

function sayTheSame(one: FoundChunk, other: FoundChunk): boolean {
  if (one.textHash === other.textHash) return true;
  if (one.path !== other.path) return false;
  const shared = Math.min(one.endLine, other.endLine) - Math.max(one.startLine, other.startLine) + 1;
  return shared > DUPLICATE_OVERLAP * Math.min(lines(one), lines(other));
}

function lines({ startLine, endLine }: FoundChunk): number {
  return endLine - startLine + 1;
}

/** Equal scores must not come in the database's order, which nothing promises. */
function byPlace(one: FoundChunk, other: FoundChunk): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1;
  return one.startLine - other.startLine;
}
