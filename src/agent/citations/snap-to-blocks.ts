import { indentation, isBlank, opensSomething } from './line-shape.js';

/** Lines by their index, both inclusive. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/**
 * Widens `hits` to at most `maxLines` lines that read as a whole: from the beginning of the block they stand in, with
 * its comment, to the block's end. Blocks are told by blank lines and indentation, so any language will do.
 */
export function snapToBlocks(lines: readonly string[], hits: Span, maxLines: number): Span {
  const slack = maxLines - (hits.last - hits.first + 1);
  const first = blockStart(lines, hits.first, slack);
  const last = Math.min(lines.length, first + maxLines) - 1;
  return { first, last: blockEnd(lines, { first, last }, hits.last) };
}

/** The nearest of the least indented block beginnings above `hit`; else its nearest least indented line. */
function blockStart(lines: readonly string[], hit: number, slack: number): number {
  const candidates: number[] = [];
  for (let at = hit; at >= Math.max(0, hit - slack); at -= 1) if (opensSomething(lines[at])) candidates.push(at);
  const beginnings = candidates.filter((at) => at === 0 || isBlank(lines[at - 1]));
  const pool = beginnings.length > 0 ? beginnings : candidates;
  const least = Math.min(...pool.map((at) => indentation(lines[at])));
  return pool.find((at) => indentation(lines[at]) === least) ?? hit;
}

/** The line before the first blank one after the hits that a line follows at the block's own level. */
function blockEnd(lines: readonly string[], { first, last }: Span, lastHit: number): number {
  const level = indentation(lines[first]);
  for (let at = lastHit + 1; at < last; at += 1) {
    if (isBlank(lines[at]) && !isBlank(lines[at + 1]) && indentation(lines[at + 1]) <= level) return at - 1;
  }
  return last;
}
