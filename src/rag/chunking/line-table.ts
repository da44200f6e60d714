import { type SourceLine, splitLines } from '../../shared/source-lines.js';

/** The lines of one text, by number (1-based) and by offset. */
export class LineTable {
  readonly lines: readonly SourceLine[];

  constructor(readonly text: string) {
    this.lines = splitLines(text);
  }

  get count(): number {
    return this.lines.length;
  }

  /** Without its terminator; empty beyond the text. */
  line(number: number): string {
    return this.lines[number - 1]?.text ?? '';
  }

  isBlank(number: number): boolean {
    return this.line(number).trim() === '';
  }

  /** The number of the line that holds the character at `offset`. */
  lineAt(offset: number): number {
    let low = 1;
    let high = Math.max(this.count, 1);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.lines[middle - 1]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Exactly the text of these lines, without the last one's terminator. */
  slice(startLine: number, endLine: number): string {
    return this.text.slice(this.lines[startLine - 1]?.start ?? 0, this.endOf(endLine));
  }

  /** Length of `slice`, without making it. */
  chars(startLine: number, endLine: number): number {
    return this.endOf(endLine) - (this.lines[startLine - 1]?.start ?? 0);
  }

  /** The range without blank lines at its ends; null when nothing else is in it. */
  trim(startLine: number, endLine: number): { startLine: number; endLine: number } | null {
    let start = startLine;
    let end = endLine;
    while (start <= end && this.isBlank(start)) start++;
    while (start <= end && this.isBlank(end)) end--;
    return start <= end ? { startLine: start, endLine: end } : null;
  }

  private endOf(number: number): number {
    const line = this.lines[number - 1];
    return line === undefined ? this.text.length : line.start + line.text.length;
  }
}
