import { chunkTerms } from './chunk-terms.js';
import type { QueryWords } from './query-words.js';

/** The share of the query's words that a passage holds, 0 to 1, each weighted by how rare it is in the session. */
export function coverageOf(
  passage: { path: string; symbol: string | null; text: string },
  { terms, rarities, totalRarity }: QueryWords,
): number {
  const inPassage = chunkTerms(passage).terms;
  const held = new Set<number>();
  for (const [term, { word }] of terms) if (inPassage.has(term)) held.add(word);
  let found = 0;
  for (const [word, rarity] of rarities) if (held.has(word)) found += rarity;
  return totalRarity === 0 ? 0 : found / totalRarity;
}
