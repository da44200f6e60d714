import type { Node } from 'web-tree-sitter';
import { MAX_CHARS, SMALLEST_DEFINITION_LINES, TARGET_CHARS, TINY_CHARS } from './chunk-size.js';
import { type Definition, definitionOf, isFunctionValue } from './definition.js';
import { joinNames } from './definition-name.js';
import type { LineTable } from './line-table.js';
import { coverLines, type Piece } from './piece.js';

/** Deeper nesting is cut by lines: it is generated or broken, and each level costs stack. */
const DEEPEST = 60;

/** Belong to the definition below them, unless a blank line parts them. */
const COMMENTS = new Set(['comment', 'line_comment', 'block_comment']);
/** Belong to the definition below them in any case. */
const MARKERS = new Set(['decorator', 'attribute_item', 'attribute_list', 'annotation', 'marker_annotation']);

interface Scope {
  /** The definition around, in full; null at file level. */
  readonly owner: string | null;
  /** Inside functions variables are details and name nothing. */
  readonly inFunction: boolean;
  readonly depth: number;
}

/** Pieces of a parsed file, in order; every non-blank line is in exactly one. */
export function codePieces(root: Node, table: LineTable): Piece[] {
  const scope: Scope = { owner: null, inFunction: false, depth: 0 };
  const pieces = piecesOf(root.namedChildren, scope, table);
  return coverLines(pieces, { startLine: 1, endLine: table.count, owner: null }, table);
}

interface Lead {
  readonly startLine: number;
  readonly endLine: number;
  /** Ends with a marker, not a comment. */
  readonly sticks: boolean;
}

function piecesOf(nodes: readonly Node[], scope: Scope, table: LineTable): Piece[] {
  const pieces: Piece[] = [];
  let lead: Lead | null = null;
  for (const node of nodes) {
    const { startLine, endLine } = linesOf(node, table);
    if (lead !== null && !lead.sticks && startLine > lead.endLine + 1) {
      pieces.push(plain(lead.startLine, lead.endLine, scope));
      lead = null;
    }
    const from: number = lead === null ? startLine : lead.startLine;
    const sticks = MARKERS.has(node.type);
    if (sticks || COMMENTS.has(node.type)) {
      // A comment behind code on the same line belongs to that code.
      if (lead !== null || startLine !== pieces.at(-1)?.endLine) {
        lead = { startLine: from, endLine, sticks };
      }
    } else {
      pieces.push(...piecesOfNode(node, from, endLine, scope, table));
      lead = null;
    }
  }
  if (lead !== null) pieces.push(plain(lead.startLine, lead.endLine, scope));
  return pieces;
}

function piecesOfNode(node: Node, startLine: number, endLine: number, scope: Scope, table: LineTable): Piece[] {
  const definition = definitionOf(node);
  const name = definition === null || isDetail(definition, scope) ? null : definition.name;
  const chars = table.chars(startLine, endLine);
  const inner = definition?.node ?? node;
  if (chars <= longestWhole(definition) || scope.depth >= DEEPEST || inner.namedChildCount === 0) {
    if (name === null) return [plain(startLine, endLine, scope)];
    const isSmall = endLine - startLine + 1 < SMALLEST_DEFINITION_LINES && chars < TINY_CHARS;
    const names = [joinNames(scope.owner, name) ?? name];
    return [{ startLine, endLine, owner: scope.owner, names, standsAlone: !isSmall }];
  }
  const within: Scope = {
    owner: joinNames(scope.owner, name),
    inFunction: scope.inFunction || definition?.kind === 'function' || isCallback(node, scope),
    depth: scope.depth + 1,
  };
  const pieces = piecesOf(membersOf(inner, definition), within, table);
  return coverLines(pieces, { startLine, endLine, owner: within.owner }, table);
}

/** A function value inside a definition; at file level it is a module's wrapper, whose variables are the module's. */
function isCallback(node: Node, scope: Scope): boolean {
  return scope.owner !== null && isFunctionValue(node);
}

function isDetail(definition: Definition, scope: Scope): boolean {
  return scope.inFunction && definition.kind === 'variable';
}

function longestWhole(definition: Definition | null): number {
  if (definition?.kind === 'namespace') return 0;
  return definition?.kind === 'container' ? TARGET_CHARS : MAX_CHARS;
}

/** The children, with the body's in place of the body: a class over the target has a body that need not be. */
function membersOf(node: Node, definition: Definition | null): Node[] {
  const body = definition === null ? null : node.childForFieldName('body');
  if (body === null) return node.namedChildren;
  return node.namedChildren.flatMap((child) => (child.id === body.id ? body.namedChildren : [child]));
}

function plain(startLine: number, endLine: number, scope: Scope): Piece {
  return { startLine, endLine, owner: scope.owner, names: [], standsAlone: false };
}

/** Some grammars end a comment after its line terminator, which is still its own line's. */
function linesOf(node: Node, table: LineTable): { startLine: number; endLine: number } {
  const startLine = table.lineAt(node.startIndex);
  return { startLine, endLine: Math.max(startLine, table.lineAt(node.endIndex - 1)) };
}
