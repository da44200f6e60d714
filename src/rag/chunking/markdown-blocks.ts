import type { LineTable } from './line-table.js';

export interface MarkdownBlock {
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** Level 1 to 6 and the plain title, when the block is a heading. */
  readonly heading: { readonly level: number; readonly title: string } | null;
}

const FENCE = /^(?:[\s>]|[-*+]\s|\d+[.)]\s)*(`{3,}|~{3,})(.*)$/;
const ATX_HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
const SETEXT_UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
/** What a setext underline cannot make a heading of: lists, quotes, tables, HTML, indented code. */
const NOT_A_TITLE = /^(?: {4}|\t|\s*(?:[-*+>|<]|\d+[.)]\s))/;
const LONGEST_HEADING = 300;

/** The blocks of a Markdown text that blank lines part, with headings, code fences and front matter found. */
export function markdownBlocks(table: LineTable): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  let open: number | null = null;
  const close = (endLine: number) => {
    if (open !== null) blocks.push({ startLine: open, endLine, heading: null });
    open = null;
  };
  for (let line = 1; line <= table.count; line++) {
    const text = table.line(line);
    const end = endOfVerbatim(line, table);
    const atx = headingOf(text);
    if (end !== null) {
      close(line - 1);
      blocks.push({ startLine: line, endLine: end, heading: null });
      line = end;
    } else if (table.isBlank(line)) {
      close(line - 1);
    } else if (atx !== null) {
      close(line - 1);
      blocks.push({ startLine: line, endLine: line, heading: atx });
    } else {
      const underline = open === line - 1 && SETEXT_UNDERLINE.exec(text)?.[1];
      const title = table.line(line - 1);
      if (underline && !NOT_A_TITLE.test(title) && title.length <= LONGEST_HEADING) {
        const level = underline.startsWith('=') ? 1 : 2;
        blocks.push({ startLine: line - 1, endLine: line, heading: { level, title: plainTitle(title) } });
        open = null;
      } else {
        open ??= line;
      }
    }
  }
  close(table.count);
  return blocks;
}

/** The last line of the code fence, front matter or HTML comment that begins in this line, or null. */
function endOfVerbatim(line: number, table: LineTable): number | null {
  const text = table.line(line);
  if (line === 1 && /^(?:---|\+\+\+)\s*$/.test(text))
    return findEnd(line, table, (next) => next.trimEnd() === text.trimEnd());
  // An unclosed comment or fence reaches to the end, as renderers show it.
  if (text.trimStart().startsWith('<!--')) {
    return text.includes('-->') ? null : (findEnd(line, table, (next) => next.includes('-->')) ?? table.count);
  }
  const [, fence, info] = FENCE.exec(text) ?? [];
  if (fence === undefined || (fence.startsWith('`') && info?.includes('`'))) return null;
  const closing = new RegExp(`^[\\s>]*\\${fence[0]}{${fence.length},}\\s*$`);
  return findEnd(line, table, (next) => closing.test(next)) ?? table.count;
}

function findEnd(line: number, table: LineTable, isEnd: (text: string) => boolean): number | null {
  for (let next = line + 1; next <= table.count; next++) if (isEnd(table.line(next))) return next;
  return null;
}

function headingOf(text: string): { level: number; title: string } | null {
  if (text.length > LONGEST_HEADING) return null;
  const [, marks, title = ''] = ATX_HEADING.exec(text) ?? [];
  return marks === undefined
    ? null
    : { level: marks.length, title: plainTitle(title.replace(/(?:^|[ \t])#+[ \t]*$/, '')) };
}

/** Without links, images, emphasis and tags: `[Docker](#docker)` is `Docker`. */
function plainTitle(title: string): string {
  return title
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>/g, '')
    .replace(/[`*]/g, '')
    .trim();
}
