import { splitLines } from '../../shared/source-lines.js';
import { bestLines } from '../citations/best-lines.js';
import { indentation, isBlank, isClosing, opensSomething } from '../citations/line-shape.js';
import type { LineRange } from '../citations/verify-citation.js';

/** A longer quote says little more, and four of them are to be read at a glance. */
const MOST_LINES = 12;

export interface QuotedLines extends LineRange {
  readonly lines: readonly string[];
  /** The block that they end in has more lines, in the passage. */
  readonly goesOn: boolean;
}

/**
 * The up to twelve lines of a passage that say most of what is wanted, and a thirteenth that only closes their block.
 * Lines are numbered as the passage's are.
 */
export function quotedLines(
  passage: { readonly content: string; readonly startLine: number },
  wanted: ReadonlySet<string>,
): QuotedLines {
  const all = splitLines(passage.content).map((line) => line.text);
  const { startLine, endLine } = bestLines(passage, wanted, MOST_LINES);
  const first = startLine - passage.startLine;
  const last = withClosing(all, first, endLine - passage.startLine);
  return {
    startLine,
    endLine: passage.startLine + last,
    lines: all.slice(first, last + 1),
    goesOn: goesOnAfter(all, first, last),
  };
}

/** Without its last bracket a block reads as if more followed. */
function withClosing(lines: readonly string[], first: number, last: number): number {
  return isClosing(lines[last + 1]) && !goesOnAfter(lines, first, last + 1) ? last + 1 : last;
}

/** A block ends where one on its own level begins, behind a blank line or a closing one. */
function goesOnAfter(lines: readonly string[], first: number, last: number): boolean {
  const next = lines.findIndex((line, at) => at > last && !isBlank(line));
  if (next < 0) return false;
  const isParted = next > last + 1 || isClosing(lines[last]);
  return !(isParted && opensSomething(lines[next]) && indentation(lines[next]) <= indentation(lines[first]));
}
