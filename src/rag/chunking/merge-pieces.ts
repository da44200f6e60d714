import { MAX_CHARS, TARGET_CHARS, TARGET_LINES, TINY_CHARS } from './chunk-size.js';
import type { LineTable } from './line-table.js';
import { MOST_NAMES, type Piece } from './piece.js';

/**
 * Merges small neighbours: first pieces of one owner that do not stand alone, and pieces of one name (overloads, a
 * getter and its setter), up to the target size; then what is still tiny joins the neighbour it belongs to.
 */
export function mergePieces(pieces: readonly Piece[], table: LineTable): Piece[] {
  return joinTiny(joinAlike(pieces, table), table);
}

function joinAlike(pieces: readonly Piece[], table: LineTable): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last !== undefined && areAlike(last, piece) && fitsTarget(last, piece, table)) {
      merged[merged.length - 1] = join(last, piece);
    } else {
      merged.push(piece);
    }
  }
  return merged;
}

function areAlike(first: Piece, second: Piece): boolean {
  if (first.names.length === 1 && second.names.length === 1 && first.names[0] === second.names[0]) return true;
  return !first.standsAlone && !second.standsAlone && first.owner === second.owner;
}

/**
 * A tiny piece introduces what follows (imports, a class header, a constant above its function) unless a blank line
 * parts it from the next piece and none from the previous one.
 */
function joinTiny(pieces: readonly Piece[], table: LineTable): Piece[] {
  const merged: Piece[] = [];
  let carried: Piece | null = null;
  for (const [index, original] of pieces.entries()) {
    const piece: Piece = carried === null ? original : join(carried, original);
    carried = null;
    const previous = merged.at(-1);
    const next = pieces[index + 1];
    if (!isTiny(piece, table)) {
      merged.push(piece);
    } else if (next !== undefined && fits(piece, next, table) && !belongsToPrevious(previous, piece, next)) {
      carried = piece;
    } else if (previous !== undefined && isWithin(previous, piece.owner) && fits(previous, piece, table)) {
      merged[merged.length - 1] = join(previous, piece);
    } else {
      merged.push(piece);
    }
  }
  return merged;
}

function isTiny(piece: Piece, table: LineTable): boolean {
  return !piece.standsAlone && table.chars(piece.startLine, piece.endLine) < TINY_CHARS;
}

function belongsToPrevious(previous: Piece | undefined, piece: Piece, next: Piece): boolean {
  if (previous === undefined || !isWithin(previous, piece.owner)) return false;
  if (!isWithin(next, piece.owner)) return true;
  return piece.startLine === previous.endLine + 1 && next.startLine > piece.endLine + 1;
}

/** Whether the piece is the owner's own or one of a definition inside it. */
function isWithin(piece: Piece, owner: string | null): boolean {
  return owner === null || piece.owner === owner || piece.owner?.startsWith(`${owner}.`) === true;
}

function fits(first: Piece, second: Piece, table: LineTable): boolean {
  return table.chars(first.startLine, second.endLine) <= MAX_CHARS;
}

function fitsTarget(first: Piece, second: Piece, table: LineTable): boolean {
  return (
    table.chars(first.startLine, second.endLine) <= TARGET_CHARS && second.endLine - first.startLine < TARGET_LINES
  );
}

/** The one that stands alone names the whole. */
function join(first: Piece, second: Piece): Piece {
  const leading = second.standsAlone && !first.standsAlone ? second : first;
  return {
    startLine: first.startLine,
    endLine: second.endLine,
    owner: leading.standsAlone ? leading.owner : (first.owner ?? second.owner),
    names: leading.standsAlone ? leading.names : joinLists(first.names, second.names),
    standsAlone: leading.standsAlone,
  };
}

/** One more than a symbol has says as much as a thousand more. */
function joinLists(first: readonly string[], second: readonly string[]): readonly string[] {
  if (second.length === 0 || first.length > MOST_NAMES) return first;
  return first.length === 0 ? second : [...new Set([...first, ...second])];
}
