import type { LineTable } from './line-table.js';

/** A run of lines that belong together; what a chunk is made of. Lines are 1-based and inclusive. */
export interface Piece {
  readonly startLine: number;
  readonly endLine: number;
  /** The definition around it, such as the class of a method; null at file level. */
  readonly owner: string | null;
  /** What it defines, in full: `Class.method`. Empty for imports, statements and the like. */
  readonly names: readonly string[];
  /** Whether it is a chunk by itself; else it may be merged with its neighbours. */
  readonly standsAlone: boolean;
}

/** More names than this say less than the definition around them. */
export const MOST_NAMES = 3;

/** The symbol of a chunk made of this piece alone. */
export function symbolOf(piece: Piece): string | null {
  if (piece.names.length === 0 || piece.names.length > MOST_NAMES) return piece.owner;
  return piece.names.join(', ');
}

/**
 * Makes `pieces` (in order of their first line) cover every non-blank line from `startLine` to `endLine` exactly once.
 * Where two share a line the earlier keeps it. What lies between becomes a piece of `owner`'s; what follows the last,
 * such as closing brackets, goes to the last.
 */
export function coverLines(
  pieces: readonly Piece[],
  range: { startLine: number; endLine: number; owner: string | null },
  table: LineTable,
): Piece[] {
  const covered: Piece[] = [];
  let next = range.startLine;
  const fill = (endLine: number) => {
    const gap = table.trim(next, endLine);
    if (gap !== null) covered.push({ ...gap, owner: range.owner, names: [], standsAlone: false });
  };
  for (const piece of pieces) {
    const rest = table.trim(Math.max(piece.startLine, next), Math.min(piece.endLine, range.endLine));
    if (rest === null) continue;
    fill(rest.startLine - 1);
    covered.push({ ...piece, ...rest });
    next = rest.endLine + 1;
  }
  const last = covered.at(-1);
  const tail = table.trim(next, range.endLine);
  if (last === undefined) fill(range.endLine);
  else if (tail !== null) covered[covered.length - 1] = { ...last, endLine: tail.endLine };
  return covered;
}
