import { analyzeText } from './analyzer.js';

/** How often a term counts for each time it stands in a field; the text counts once. By measurement, see README.md. */
const SYMBOL_WEIGHT = 3;
const PATH_WEIGHT = 1;
/** The first lines, mostly a signature and what is said of it, count this much more. */
const LEAD_WEIGHT = 0.5;
export const LEAD_CHARACTERS = 120;

export interface ChunkTerms {
  /** Sum of all frequencies: the weighted number of terms. */
  readonly length: number;
  /** Weighted frequency by term. */
  readonly terms: ReadonlyMap<string, number>;
}

/** What the index keeps of one chunk for lexical search: exactly the `term`, `tf` and `length` of its postings. */
export function chunkTerms(chunk: { path: string; symbol: string | null; text: string }): ChunkTerms {
  const terms = new Map<string, number>();
  let length = count(terms, chunk.text, 1) + count(terms, chunk.path, PATH_WEIGHT);
  length += count(terms, chunk.text.slice(0, LEAD_CHARACTERS), LEAD_WEIGHT);
  if (chunk.symbol !== null) length += count(terms, chunk.symbol, SYMBOL_WEIGHT);
  return { length, terms };
}

function count(terms: Map<string, number>, text: string, weight: number): number {
  const found = analyzeText(text);
  for (const term of found) terms.set(term, (terms.get(term) ?? 0) + weight);
  return found.length * weight;
}
