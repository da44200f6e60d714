import type { QueryTerm } from './analyzer.js';

/**
 * In a session of a few chunks every word that is there stands in a large share of them: it would count for nothing
 * against a word that is nowhere, and a clear hit for "not found".
 */
const LEAST_CHUNKS = 50;

/** The words of a query by what they weigh; a word is held by its own term, a translation or a synonym. */
export interface QueryWords {
  /** By term: the word it stands for and what it counts there. Whole identifiers are left out, whose parts are words. */
  readonly terms: ReadonlyMap<string, { readonly word: number; readonly weight: number }>;
  /** By word: the logarithm of how rare it is in the session, 0 and up. One that stands nowhere weighs most. */
  readonly rarities: ReadonlyMap<number, number>;
  readonly totalRarity: number;
}

/** Weighs the words by the number of chunks, of `sessionChunks`, that each term stands in. */
export function weighWords(query: {
  readonly terms: readonly QueryTerm[];
  readonly frequencies: readonly number[];
  readonly sessionChunks: number;
}): QueryWords {
  const terms = new Map<string, { word: number; weight: number }>();
  const words = new Map<number, { weight: number; frequency: number }>();
  query.terms.forEach(({ term, weight, word }, index) => {
    if (word === null) return;
    terms.set(term, { word, weight });
    const known = words.get(word) ?? { weight: 0, frequency: 0 };
    words.set(word, {
      weight: Math.max(known.weight, weight),
      frequency: Math.max(known.frequency, query.frequencies[index] ?? 0),
    });
  });
  const chunks = Math.max(query.sessionChunks, LEAST_CHUNKS);
  const rarities = new Map<number, number>();
  let totalRarity = 0;
  for (const [word, { weight, frequency }] of words) {
    const rarity = Math.max(0, weight * Math.log((chunks + 1) / (frequency + 0.5)));
    rarities.set(word, rarity);
    totalRarity += rarity;
  }
  return { terms, rarities, totalRarity };
}
