import { MAX_CHARS, TARGET_CHARS, TINY_CHARS } from './chunk-size.js';
import type { LineTable } from './line-table.js';
import { type MarkdownBlock, markdownBlocks } from './markdown-blocks.js';
import type { Piece } from './piece.js';

interface Section {
  /** The headings above it and its own, outermost first. */
  readonly headings: readonly string[];
  readonly blocks: MarkdownBlock[];
}

/**
 * Pieces of a Markdown text: one for each section, named by its heading path, `Install > Docker`. A section over the
 * target is cut between its blocks, which are paragraphs, lists, tables and code fences; a heading without a text of
 * its own opens the piece of the section below it; small sections of one parent share a piece.
 */
export function markdownPieces(table: LineTable): Piece[] {
  const parts = sectionsOf(markdownBlocks(table)).flatMap((section) => partsOf(section, table));
  const pieces: Piece[] = [];
  let openers: Part | null = null;
  let previous: Part | null = null;
  for (const original of parts) {
    const part: Part = openers === null ? original : { ...original, startLine: openers.startLine };
    openers = null;
    if (part.isHeadingOnly && original !== parts.at(-1)) {
      openers = part;
      continue;
    }
    const shared: readonly string[] | null = previous === null ? null : sharedSection(previous, part, table);
    if (previous !== null && shared !== null) {
      previous = { ...part, headings: shared, startLine: previous.startLine };
      pieces[pieces.length - 1] = toPiece(previous);
    } else {
      previous = part;
      pieces.push(toPiece(part));
    }
  }
  return pieces;
}

interface Part {
  readonly startLine: number;
  readonly endLine: number;
  readonly headings: readonly string[];
  readonly isHeadingOnly: boolean;
}

function sectionsOf(blocks: readonly MarkdownBlock[]): Section[] {
  let path: { level: number; title: string }[] = [];
  let current: Section = { headings: [], blocks: [] };
  const sections = [current];
  for (const block of blocks) {
    if (block.heading !== null) {
      const { level } = block.heading;
      path = [...path.filter((above) => above.level < level), block.heading];
      current = { headings: path.map(({ title }) => title).filter((title) => title !== ''), blocks: [] };
      sections.push(current);
    }
    current.blocks.push(block);
  }
  return sections.filter(({ blocks }) => blocks.length > 0);
}

/** The section whole, or its blocks packed up to the target; a tiny rest stays with the part before it. */
function partsOf({ headings, blocks }: Section, table: LineTable): Part[] {
  const parts: Part[] = [];
  for (const [index, block] of blocks.entries()) {
    const last = parts.at(-1);
    const isRest = index === blocks.length - 1 && table.chars(block.startLine, block.endLine) < TINY_CHARS;
    const limit = isRest || last?.isHeadingOnly ? MAX_CHARS : TARGET_CHARS;
    if (last !== undefined && table.chars(last.startLine, block.endLine) <= limit) {
      parts[parts.length - 1] = { ...last, endLine: block.endLine, isHeadingOnly: false };
    } else {
      parts.push({
        startLine: block.startLine,
        endLine: block.endLine,
        headings,
        isHeadingOnly: block.heading !== null,
      });
    }
  }
  return parts;
}

/** The section that two small neighbours have in common; null when they are better apart. */
function sharedSection(first: Part, second: Part, table: LineTable): readonly string[] | null {
  const isSmall = (part: Part) => table.chars(part.startLine, part.endLine) < TINY_CHARS;
  if (!isSmall(second) || table.chars(first.startLine, second.endLine) > TARGET_CHARS / 2) return null;
  const differsAt = first.headings.findIndex((title, level) => title !== second.headings[level]);
  const shared = differsAt < 0 ? first.headings : first.headings.slice(0, differsAt);
  return shared.length > 0 || first.headings.length === 0 ? shared : null;
}

function toPiece({ startLine, endLine, headings }: Part): Piece {
  const names = headings.length === 0 ? [] : [headings.join(' > ')];
  return { startLine, endLine, owner: null, names, standsAlone: true };
}
