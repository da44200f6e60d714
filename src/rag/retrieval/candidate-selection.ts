import type { DropReason } from '../../contracts/rag-retriever.js';
import { type BestScores, fusedScore } from './fusion.js';
import { nameMatch } from './name-match.js';
import type { QueryWords } from './query-words.js';
import type { FoundChunk } from './search-store.js';
import { isTestFile } from './test-files.js';

/** One file gives no more than this share of the passages asked for, but three of a few. */
const LARGEST_SHARE_OF_ONE_FILE = 0.3;
const FEWEST_OF_ONE_FILE = 3;
/** Tests repeat the words of what they test. By judgement: 0.25 to 1 measure alike, see README.md. */
const TEST_FILE_FACTOR = 0.5;
/**
 * A little above the 0.1 that unrelated texts reached in the offline space when a handful was tried. It only keeps a
 * search that finds little from being filled up: the words find what is good.
 */
const LEAST_SIMILARITY = 0.12;
/** The share of the shorter chunk's lines from which on two chunks of a file say the same. */
const DUPLICATE_OVERLAP = 0.5;

export interface Candidate {
  readonly chunk: FoundChunk;
  readonly score: number;
  readonly droppedBecause: DropReason | null;
}

export interface Selection {
  readonly topK: number;
  readonly testsWanted: boolean;
  /** Null: the search is by vectors alone, and names count nothing. */
  readonly words: QueryWords | null;
}

/** All found chunks, best first, each with the reason why it is no result; the first `topK` others are the results. */
export function selectCandidates(chunks: readonly FoundChunk[], selection: Selection): Candidate[] {
  const best = bestScores(chunks);
  const ranked = chunks
    .map((chunk) => ({ chunk, score: scoreOf(chunk, best, selection) }))
    .sort((one, other) => other.score - one.score || byPlace(one.chunk, other.chunk));
  const selected: FoundChunk[] = [];
  return ranked.map(({ chunk, score }) => {
    const droppedBecause = reasonToDrop(chunk, selected, selection.topK);
    if (droppedBecause === null) selected.push(chunk);
    return { chunk, score, droppedBecause };
  });
}

function bestScores(chunks: readonly FoundChunk[]): BestScores {
  let lexical = 0;
  let similarity = 0;
  for (const chunk of chunks) {
    lexical = Math.max(lexical, chunk.lexicalScore ?? 0);
    similarity = Math.max(similarity, chunk.similarity ?? 0);
  }
  return { lexical, similarity };
}

function scoreOf(chunk: FoundChunk, best: BestScores, { testsWanted, words }: Selection): number {
  const { lexicalScore: lexical, similarity, symbol } = chunk;
  const score = fusedScore({ lexical, similarity, nameMatch: words === null ? 0 : nameMatch(symbol, words) }, best);
  return !testsWanted && isTestFile(chunk.path) ? score * TEST_FILE_FACTOR : score;
}

function reasonToDrop(chunk: FoundChunk, selected: readonly FoundChunk[], topK: number): DropReason | null {
  if (chunk.lexicalScore === null && (chunk.similarity ?? 0) < LEAST_SIMILARITY) return 'BELOW_THRESHOLD';
  if (selected.some((other) => sayTheSame(chunk, other))) return 'DUPLICATE';
  const ofOneFile = Math.max(FEWEST_OF_ONE_FILE, Math.ceil(topK * LARGEST_SHARE_OF_ONE_FILE));
  if (selected.filter(({ path }) => path === chunk.path).length >= ofOneFile) return 'PER_FILE_CAP';
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
