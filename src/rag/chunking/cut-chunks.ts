import { MAX_CHARS, TARGET_CHARS, TARGET_LINES } from './chunk-size.js';
import type { LineTable } from './line-table.js';
import { type Piece, symbolOf } from './piece.js';

/** A piece of one file, as it is indexed. */
export interface Chunk {
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** The definition or section that it is, in full: `Class.method`, `Install > Docker`. */
  readonly symbol: string | null;
  /**
   * Exactly these lines without the last one's terminator, NULs apart, which are U+FFFD here: PostgreSQL refuses them.
   * Of a line longer than the bound, a part.
   */
  readonly text: string;
}

/** Makes chunks of pieces, cutting those over the bound into lines and, where one line is over it, into characters. */
export function cutChunks(pieces: readonly Piece[], table: LineTable): Chunk[] {
  return pieces.flatMap((piece) => {
    const symbol = symbolOf(piece);
    return cutRange(piece.startLine, piece.endLine, table).flatMap(({ startLine, endLine }) =>
      cutText(table.slice(startLine, endLine)).map((text) => ({ startLine, endLine, symbol, text })),
    );
  });
}

interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

function cutRange(startLine: number, endLine: number, table: LineTable): LineRange[] {
  if (table.chars(startLine, endLine) <= MAX_CHARS) return [{ startLine, endLine }];
  const ranges: LineRange[] = [];
  const add = (from: number, to: number) => {
    const range = table.trim(from, to);
    if (range !== null) ranges.push(range);
  };
  let from = startLine;
  for (let line = startLine; line <= endLine; line++) {
    if (line > from && (table.chars(from, line) > TARGET_CHARS || line - from >= TARGET_LINES)) {
      add(from, line - 1);
      from = line;
    }
  }
  add(from, endLine);
  return ranges;
}

function cutText(text: string): string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + MAX_CHARS, text.length);
    if (end < text.length && isLowSurrogate(text.charCodeAt(end))) end--;
    parts.push(text.slice(start, end).replaceAll('\0', '\ufffd'));
    start = end;
  }
  return parts;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
