import type TurndownService from 'turndown';
import { inlineCode } from '../../offline/markdown-code.js';

/** The part of a DOM node that a table is read by. */
interface MarkupNode {
  readonly nodeName: string;
  readonly childNodes: ArrayLike<MarkupNode>;
  readonly parentNode: MarkupNode | null;
  getAttribute(name: string): string | null;
}

const MOST_SPANNED = 50;

/**
 * Tables as GFM has them. Unlike those of the GFM plugin they stay Markdown when a cell holds a list or a block of
 * code, and keep doubled pipes: a cell is one line, `<br>` between what were lines.
 */
export function markdownTables(service: TurndownService): void {
  const cells = new WeakMap<MarkupNode, string>();
  service.addRule('tableCell', {
    filter: ['th', 'td'],
    replacement: (content, node) => {
      cells.set(node as unknown as MarkupNode, cellText(content));
      return '';
    },
  });
  service.addRule('tablePart', {
    filter: ['tr', 'thead', 'tbody', 'tfoot', 'colgroup', 'col'],
    replacement: () => '',
  });
  service.addRule('caption', { filter: ['caption'], replacement: () => '' });
  service.addRule('table', {
    filter: ['table'],
    replacement: (_, node) => `\n\n${renderTable(rowsOf(node as unknown as MarkupNode), cells)}\n\n`,
  });
}

function renderTable(rows: readonly MarkupNode[], cells: WeakMap<MarkupNode, string>): string {
  const texts = spread(rows, cells);
  const columns = Math.max(0, ...texts.map((row) => row.length));
  const [first] = rows;
  if (first === undefined || columns === 0) return '';
  const header = isHeader(first) ? (texts.shift() ?? []) : [];
  const filled = Array.from({ length: columns }, (_, index) => header[index] ?? '');
  return [filled, filled.map(() => '---'), ...texts].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The texts of each row. What spans rows or columns stands in the first of its cells, the others are empty. */
function spread(rows: readonly MarkupNode[], cells: WeakMap<MarkupNode, string>): string[][] {
  const taken = new Map<number, number>();
  return rows.map((row) => {
    const texts: string[] = [];
    const skipTaken = () => {
      for (let left = taken.get(texts.length); left !== undefined && left > 0; left = taken.get(texts.length)) {
        taken.set(texts.length, left - 1);
        texts.push('');
      }
    };
    for (const cell of cellsOf(row)) {
      skipTaken();
      const below = spanned(cell, 'rowspan') - 1;
      for (let column = 0; column < spanned(cell, 'colspan'); column += 1) {
        taken.set(texts.length, below);
        texts.push(column === 0 ? (cells.get(cell) ?? '') : '');
      }
    }
    skipTaken();
    return texts;
  });
}

function rowsOf(node: MarkupNode): MarkupNode[] {
  return Array.from(node.childNodes).flatMap((child) => {
    if (child.nodeName === 'TR') return [child];
    return ['THEAD', 'TBODY', 'TFOOT'].includes(child.nodeName) ? rowsOf(child) : [];
  });
}

function cellsOf(row: MarkupNode): MarkupNode[] {
  return Array.from(row.childNodes).filter(({ nodeName }) => nodeName === 'TH' || nodeName === 'TD');
}

function isHeader(row: MarkupNode): boolean {
  return row.parentNode?.nodeName === 'THEAD' || cellsOf(row).every(({ nodeName }) => nodeName === 'TH');
}

function spanned(cell: MarkupNode, attribute: 'rowspan' | 'colspan'): number {
  return Math.min(MOST_SPANNED, Math.max(1, Number.parseInt(cell.getAttribute(attribute) ?? '1', 10) || 1));
}

/** Markdown of several lines as one: blocks of code line by line, pipes escaped as cells demand, in code too. */
function cellText(markdown: string): string {
  let fence: string | null = null;
  const lines = markdown.split('\n').flatMap((line) => {
    const trimmed = line.trim();
    if (fence !== null) {
      if (trimmed !== fence) return [inlineCode(line)];
      fence = null;
      return [];
    }
    fence = /^`{3,}/.exec(trimmed)?.[0] ?? null;
    return fence !== null || trimmed === '' ? [] : [trimmed];
  });
  return lines.join('<br>').replaceAll('|', '\\|');
}
