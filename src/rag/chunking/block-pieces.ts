import type { LineTable } from './line-table.js';
import { mergePieces } from './merge-pieces.js';
import { outlineName } from './outline.js';
import type { Piece } from './piece.js';

/**
 * Pieces of a text whose structure is not parsed: blocks between blank lines, merged up to the target size. Where the
 * language has an outline (keys, tables, sections) a block also begins at each of its entries, and is named by it.
 */
export function blockPieces(table: LineTable, language: string | null): Piece[] {
  const pieces: Piece[] = [];
  let startLine = 1;
  let name: string | null = null;
  let nameLine = 0;
  const close = (endLine: number) => {
    const range = table.trim(startLine, endLine);
    if (range === null) return;
    const isNamed = name !== null && (range.startLine <= nameLine || goesOn(table.line(range.startLine), language));
    pieces.push({ ...range, owner: null, names: isNamed && name !== null ? [name] : [], standsAlone: false });
  };
  for (let line = 1; line <= table.count; line++) {
    const entry = outlineName(table.line(line), language);
    if (entry !== null) {
      const lead = leadStart(line, startLine, table, language);
      close(lead - 1);
      startLine = lead;
      name = entry;
      nameLine = line;
    } else if (table.isBlank(line)) {
      close(line);
      startLine = line + 1;
    }
  }
  close(table.count);
  return mergePieces(pieces, table);
}

/** Whether a block behind a blank line still belongs to the entry before it. */
function goesOn(firstLine: string, language: string | null): boolean {
  return language === 'toml' || language === 'ini' || /^\s/.test(firstLine);
}

const COMMENT = /^\s*(?:#|\/\/|--|;|\/?\*|"""|@)/;

/** The first of the comment lines right above an entry. */
function leadStart(entry: number, from: number, table: LineTable, language: string | null): number {
  let line = entry;
  while (line > from && COMMENT.test(table.line(line - 1)) && outlineName(table.line(line - 1), language) === null)
    line--;
  return line;
}
