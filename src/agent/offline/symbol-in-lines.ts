import { splitLines } from '../../shared/source-lines.js';
import { indentation, isBlank } from '../citations/line-shape.js';
import type { Span } from '../citations/snap-to-blocks.js';
import type { LineRange } from '../citations/verify-citation.js';
import type { FilePassage } from '../turn-state.js';

/**
 * The passage's symbol as far as the lines of `range` are in it; null where they are in nothing that it names. A
 * passage may hold more than what names it: small definitions share one, with the statements around them. So each name
 * is looked for in the text, and its block told by indentation and brackets, as no parser is at hand.
 */
export function symbolInLines(passage: FilePassage, range: LineRange): string | null {
  const { symbol, language, content, startLine } = passage;
  // All of a section is below its headings, wherever it was cut.
  if (symbol === null || language === 'markdown') return symbol;
  const lines = splitLines(content).map((line) => line.text);
  const quoted = { first: range.startLine - startLine, last: range.endLine - startLine };
  const names = symbol.split(', ');
  const definitions = names.map((name) => definitionLine(lines, name));
  const shown = names.filter((_, index) => {
    const { first, last } = spanOf(lines, definitions[index] ?? null, definitions, language);
    return quoted.first <= last && first <= quoted.last;
  });
  return shown.length === 0 ? null : shown.join(', ');
}

/** In these a definition has no indented body: it ends where the next one begins. */
const FLAT_LANGUAGES: ReadonlySet<string | null> = new Set(['ini', 'toml', 'sql']);

function spanOf(
  lines: readonly string[],
  definition: number | null,
  definitions: readonly (number | null)[],
  language: string | null,
): Span {
  // A later part of something long: what stands at the edge, if the part itself does not, follows it.
  if (definition === null) return { first: 0, last: blockEnd(lines, 0, indentation(lines[0]) > 0 ? 0 : -1) };
  const first = leadStart(lines, definition);
  if (!FLAT_LANGUAGES.has(language))
    return { first, last: blockEnd(lines, definition, indentation(lines[definition])) };
  const next = definitions.filter((line): line is number => line !== null && line > definition);
  return { first, last: Math.min(lines.length, ...next.map((line) => leadStart(lines, line))) - 1 };
}

/** The first of the least indented lines that could define the name; null when there is none. */
function definitionLine(lines: readonly string[], name: string): number | null {
  const word = name.split(/[.\s]+/).at(-1) ?? name;
  const naming = new RegExp(`(?<![\\p{L}\\p{N}_$])${escaped(word)}(?![\\p{L}\\p{N}_$])`, 'u');
  let best: number | null = null;
  for (const [at, line] of lines.entries()) {
    const found = COMMENT.test(line) ? null : naming.exec(line);
    if (found === null || USE.test(line.slice(0, found.index))) continue;
    if (best === null || indentation(line) < indentation(lines[best])) best = at;
  }
  return best;
}

/** Comments and decorators, which belong to what is below them. A private `#name` is neither. */
const COMMENT = /^\s*(?:\/\/|\/?\*|#(?!\w)|--|;|@|""")/;
/** In front of a name that is used and not defined: an assignment, an open bracket, a word. */
const USE = /=|\([^)]*$|\b(?:import|from|use|using|return|await|new|throw|yield)\b/;

function leadStart(lines: readonly string[], definition: number): number {
  let first = definition;
  while (first > 0 && COMMENT.test(lines[first - 1] ?? '')) first -= 1;
  return first;
}

/** What goes on with a block on its own level. */
const CONTINUES = /^\s*(?:[)\]}{]|- |(?:end|else|rescue|ensure|where)\b)/;

/** The last line of the block that begins at `from` and whose edge is indented by `level`. */
function blockEnd(lines: readonly string[], from: number, level: number): number {
  let last = from;
  let isOpen = opens(lines[from]);
  for (let at = from + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isBlank(line)) continue;
    if (indentation(line) <= level) {
      const continues = CONTINUES.test(line);
      // Labels, preprocessor lines and texts of several lines stand at the edge of what is not closed yet.
      if (!continues && !isOpen) return last;
      if (continues) isOpen = opens(line);
    }
    last = at;
  }
  return last;
}

function opens(line = ''): boolean {
  return /[([{]\s*$/.test(line);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
