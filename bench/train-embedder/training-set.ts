import { countText } from '../../src/rag/embedding/document-words.js';
import { analyzeQuery } from '../../src/rag/retrieval/analyzer.js';
import type { Pair } from './collect-pairs.js';

/** A pair as the model sees it. */
export interface Example {
  readonly source: string;
  /** The distinct words of the sentence. */
  readonly query: readonly string[];
  /** The words of the code, each with its weighted count. */
  readonly document: ReadonlyMap<string, number>;
}

const LONGEST_SENTENCE = 400;
const FEWEST_WORDS = 2;
/** How many words in a row are looked for; a shorter sentence may stand in other code by chance. */
const WORDS_IN_A_ROW = 4;

export function toExample({ source, sentence, code }: Pair): Example {
  const terms = analyzeQuery(sentence.slice(0, LONGEST_SENTENCE)).filter(({ word }) => word !== null);
  return { source, query: terms.map(({ term }) => term), document: countText(code).words };
}

/** Whether there is something to learn from an example. */
export function isTelling({ query, document }: Example): boolean {
  return query.length >= FEWEST_WORDS && document.size >= FEWEST_WORDS;
}

/** Tells the pairs whose sentence stands, in rows of four words, in the texts that the search is measured on. */
export function copiesFrom(measuredTexts: readonly string[]): (pair: Pair) => boolean {
  const measured = new Set(measuredTexts.flatMap(wordRows));
  return ({ sentence }) => {
    const rows = wordRows(sentence);
    return rows.length > 0 && rows.every((row) => measured.has(row));
  };
}

function wordRows(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .replaceAll('\\n', ' ')
      .match(/[a-z0-9]+/g) ?? [];
  return words.slice(WORDS_IN_A_ROW - 1).map((_, start) => words.slice(start, start + WORDS_IN_A_ROW).join(' '));
}

export function groupBySource<T extends { readonly source: string }>(items: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.source) ?? [];
    group.push(item);
    groups.set(item.source, group);
  }
  return [...groups.values()];
}
