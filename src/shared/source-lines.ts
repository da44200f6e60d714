export interface SourceLine {
  /** Without its terminator. */
  readonly text: string;
  /** Offset of its first character in the whole text, in UTF-16 units. */
  readonly start: number;
}

const TERMINATOR = /\r\n|\n|\r/g;

/**
 * The lines of a text; line n is at index n - 1. A line ends at LF, CR LF or a lone CR, as in most editors. A
 * terminator at the very end opens no further line, and an empty text has no lines.
 */
export function splitLines(text: string): SourceLine[] {
  const lines: SourceLine[] = [];
  let start = 0;
  for (const terminator of text.matchAll(TERMINATOR)) {
    lines.push({ text: text.slice(start, terminator.index), start });
    start = terminator.index + terminator[0].length;
  }
  if (start < text.length) lines.push({ text: text.slice(start), start });
  return lines;
}

/**
 * Exactly the text of the lines `startLine` to `endLine` (1-based, inclusive), with the terminators between them and
 * without the last one. Lines beyond the text are left out; a range that has none gives the empty string.
 */
export function sliceLines(text: string, startLine: number, endLine: number): string {
  const lines = splitLines(text);
  const first = lines[Math.max(startLine, 1) - 1];
  const last = lines[Math.min(endLine, lines.length) - 1];
  if (first === undefined || last === undefined || last.start < first.start) return '';
  return text.slice(first.start, last.start + last.text.length);
}
