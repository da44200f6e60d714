import { identifiersOf } from '../retrieval/analyzer.js';
import { LEAD_CHARACTERS } from '../retrieval/chunk-terms.js';

/** The first lines tell most of what a piece of code is about: each word there counts this often more. */
const LEAD_COUNT = 2;

/** How often each word and each identifier of several words stands in a text. */
export interface CountedText {
  /** Those of the first 120 characters counted three times. */
  readonly words: ReadonlyMap<string, number>;
  readonly identifiers: ReadonlyMap<string, number>;
}

export function countText(text: string): CountedText {
  const words = new Map<string, number>();
  const identifiers = new Map<string, number>();
  for (const { parts, whole } of identifiersOf(text)) {
    for (const part of parts) words.set(part, (words.get(part) ?? 0) + 1);
    if (whole !== null) identifiers.set(whole, (identifiers.get(whole) ?? 0) + 1);
  }
  for (const { parts } of identifiersOf(text.slice(0, LEAD_CHARACTERS))) {
    for (const part of parts) words.set(part, (words.get(part) ?? 0) + LEAD_COUNT);
  }
  return { words, identifiers };
}

/** What a word counts that stands in a text so often. */
export function countWeight(count: number): number {
  return 1 + Math.log(count);
}
