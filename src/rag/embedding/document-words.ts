import { identifiersOf } from '../retrieval/analyzer.js';
import { LEAD_CHARACTERS } from '../retrieval/chunk-terms.js';

/** The first lines tell most of what a piece of code is about: each word there counts this often more. */
const LEAD_COUNT = 2;

/** How often each word stands in a text, those of its first 120 characters counted three times. */
export function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  count(counts, text, 1);
  count(counts, text.slice(0, LEAD_CHARACTERS), LEAD_COUNT);
  return counts;
}

function count(counts: Map<string, number>, text: string, times: number): void {
  for (const { parts } of identifiersOf(text)) {
    for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + times);
  }
}

/** What a word counts that stands in a text so often. */
export function countWeight(count: number): number {
  return 1 + Math.log(count);
}
