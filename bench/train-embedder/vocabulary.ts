import type { Example } from './training-set.js';

/** A word that fewer packages use, those that ask with it counted three times, is a name of theirs. */
const FEWEST_SOURCES = 3;
const ASKING_COUNTS = 3;

export interface Vocabulary {
  /** By how many packages use them, most first. */
  readonly words: readonly string[];
  /** By word: the logarithm of how rare it is in code. */
  readonly rarities: Float32Array;
}

export function chooseVocabulary(examples: readonly Example[], mostWords: number): Vocabulary {
  const asking = new Map<string, Set<string>>();
  const saying = new Map<string, Set<string>>();
  const documents = new Map<string, number>();
  for (const { source, query, document } of examples) {
    for (const word of query) sourcesOf(asking, word).add(source);
    for (const word of document.keys()) {
      sourcesOf(saying, word).add(source);
      documents.set(word, (documents.get(word) ?? 0) + 1);
    }
  }
  const spread = (word: string) => ASKING_COUNTS * (asking.get(word)?.size ?? 0) + (saying.get(word)?.size ?? 0);
  const words = [...new Set([...asking.keys(), ...saying.keys()])]
    .filter((word) => !/^\d+$/.test(word) && spread(word) >= FEWEST_SOURCES)
    .sort((one, other) => spread(other) - spread(one) || (one < other ? -1 : 1))
    .slice(0, mostWords);
  const rarity = (word: string) => Math.log((examples.length + 1) / ((documents.get(word) ?? 0) + 0.5));
  return { words, rarities: Float32Array.from(words, rarity) };
}

function sourcesOf(known: Map<string, Set<string>>, word: string): Set<string> {
  const sources = known.get(word) ?? new Set();
  known.set(word, sources);
  return sources;
}
