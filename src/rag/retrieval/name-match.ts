import { identifiersOf } from './analyzer.js';
import type { QueryWords } from './query-words.js';

/**
 * How well a definition's name answers the query, 0 to 1: the share of the name's words that the query has, squared, by
 * the root of the share of the query's rarity that they make up. Of `Owner.name` only the name counts, which tells a
 * method from its neighbours; of several definitions in one chunk the best one.
 */
export function nameMatch(symbol: string | null, words: QueryWords): number {
  if (symbol === null || words.totalRarity === 0) return 0;
  return Math.max(...symbol.split(', ').map((name) => matchOf(wordsOfName(name), words)));
}

function wordsOfName(symbol: string): string[] {
  const name = symbol.slice(symbol.lastIndexOf('.') + 1);
  return [...identifiersOf(name)].flatMap(({ parts }) => parts);
}

function matchOf(name: readonly string[], { terms, rarities, totalRarity }: QueryWords): number {
  let inQuery = 0;
  const asked = new Map<number, number>();
  for (const part of name) {
    const term = terms.get(part);
    if (term === undefined) continue;
    inQuery += term.weight;
    asked.set(term.word, Math.max(asked.get(term.word) ?? 0, term.weight));
  }
  if (inQuery === 0) return 0;
  let rarity = 0;
  for (const [word, weight] of asked) rarity += weight * (rarities.get(word) ?? 0);
  return (inQuery / name.length) ** 2 * Math.sqrt(rarity / totalRarity);
}
