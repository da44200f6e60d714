import type { QueryTerm } from './analyzer.js';
import { chunkTerms } from './chunk-terms.js';

/**
 * The share of the query's words that a passage holds, 0 to 1, each weighted by how rare it is in the session: one that
 * stands nowhere weighs most. A word is held when it, its translation or a synonym is there.
 */
export function coverageOf(
  passage: { path: string; symbol: string | null; text: string },
  query: { terms: readonly QueryTerm[]; frequencies: readonly number[]; sessionChunks: number },
): number {
  const held = chunkTerms(passage).terms;
  const words = new Map<number, { weight: number; frequency: number; held: boolean }>();
  query.terms.forEach(({ term, weight, word }, index) => {
    if (word === null) return;
    const known = words.get(word) ?? { weight: 0, frequency: 0, held: false };
    words.set(word, {
      weight: Math.max(known.weight, weight),
      frequency: Math.max(known.frequency, query.frequencies[index] ?? 0),
      held: known.held || held.has(term),
    });
  });
  let total = 0;
  let found = 0;
  for (const word of words.values()) {
    const rarity = word.weight * Math.log((query.sessionChunks + 1) / (word.frequency + 0.5));
    const share = Math.max(rarity, 0);
    total += share;
    if (word.held) found += share;
  }
  return total === 0 ? 0 : found / total;
}
