import { blockPieces } from './block-pieces.js';
import { codePieces } from './code-pieces.js';
import { type Chunk, cutChunks } from './cut-chunks.js';
import { LineTable } from './line-table.js';
import { markdownPieces } from './markdown-pieces.js';
import { mergePieces } from './merge-pieces.js';
import { parseCode } from './parse-code.js';
import type { Piece } from './piece.js';

/** Part of a session's embedding space: raised whenever the same file would be cut otherwise. */
export const CHUNKER_VERSION: string = '1';

export interface ChunkerInput {
  readonly path: string;
  readonly text: string;
  /** As `triage` names it. */
  readonly language: string | null;
}

export interface Chunker {
  /**
   * The chunks of one file, in order and without overlap; every non-blank line is in one of them, and a line longer
   * than the bound in several. Never rejects: what the parser cannot do is cut at blank lines. Blocks for up to about
   * half a second on the longest files that are parsed.
   */
  chunk(file: ChunkerInput): Promise<Chunk[]>;
}

/** The chunker. Grammars are loaded when a file first needs them. */
export function createChunker(): Chunker {
  return {
    async chunk({ text, language }) {
      const table = new LineTable(text);
      const pieces = (await piecesByStructure(table, language)) ?? blockPieces(table, language);
      return cutChunks(pieces, table);
    },
  };
}

async function piecesByStructure(table: LineTable, language: string | null): Promise<Piece[] | null> {
  if (language === null) return null;
  if (language === 'markdown') return markdownPieces(table);
  try {
    const pieces = await parseCode(table.text, language, (root) => codePieces(root, table));
    return pieces && mergePieces(pieces, table);
  } catch {
    // A parser that cannot be loaded says nothing about the file, which must be found all the same.
    return null;
  }
}
