import { splitLines } from '../../shared/source-lines.js';
import { contentWords, sameStem } from '../words.js';
import { type Span, snapToBlocks } from './snap-to-blocks.js';
import type { LineRange } from './verify-citation.js';

/**
 * The up to `maxLines` lines of a text that hold most of what is looked for, rare words counting more; its beginning
 * where no word is found. `startLine` is the line number of the text's first line. Blank lines at either end are cut.
 */
export function bestLines(
  { content, startLine }: { readonly content: string; readonly startLine: number },
  wanted: ReadonlySet<string>,
  maxLines: number,
): LineRange {
  const lines = splitLines(content).map((line) => line.text);
  const shown = lines.length <= maxLines ? { first: 0, last: lines.length - 1 } : bestSpan(lines, wanted, maxLines);
  const { first, last } = withoutBlankEnds(lines, shown);
  return { startLine: startLine + first, endLine: startLine + Math.max(first, last) };
}

function bestSpan(lines: readonly string[], wanted: ReadonlySet<string>, maxLines: number): Span {
  const matches = lines.map((line) => matchedWords(line, wanted));
  const start = bestStart(matches, maxLines);
  if (start === null) return { first: 0, last: maxLines - 1 };
  const hits = [...Array(maxLines).keys()].map((i) => start + i).filter((i) => (matches[i]?.size ?? 0) > 0);
  return snapToBlocks(lines, { first: hits[0] ?? start, last: hits.at(-1) ?? start }, maxLines);
}

function matchedWords(line: string, wanted: ReadonlySet<string>): Set<string> {
  const words = [...contentWords(line)];
  return new Set([...wanted].filter((word) => words.some((candidate) => sameStem(word, candidate))));
}

/** Where the best window of `maxLines` begins; null when no line has any of the words. */
function bestStart(matches: readonly ReadonlySet<string>[], maxLines: number): number | null {
  const weights = rarity(matches);
  let best: { start: number | null; score: number } = { start: null, score: 0 };
  for (let start = 0; start + maxLines <= matches.length; start += 1) {
    const held = new Set(matches.slice(start, start + maxLines).flatMap((words) => [...words]));
    const score = [...held].reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
    if (score > best.score) best = { start, score };
  }
  return best.start;
}

/** Words that stand in few lines tell more: ln(1 + lines / lines with the word). */
function rarity(matches: readonly ReadonlySet<string>[]): Map<string, number> {
  const lineCounts = new Map<string, number>();
  for (const words of matches) for (const word of words) lineCounts.set(word, (lineCounts.get(word) ?? 0) + 1);
  return new Map([...lineCounts].map(([word, count]) => [word, Math.log(1 + matches.length / count)]));
}

function withoutBlankEnds(lines: readonly string[], { first, last }: Span): Span {
  let from = first;
  let to = last;
  while (from < to && lines[from]?.trim() === '') from += 1;
  while (to > from && lines[to]?.trim() === '') to -= 1;
  return { first: from, last: to };
}
