import type { Equality, Figure, Result } from './benchmark.js';
import { median } from './statistics.js';

const HEADER = ['', 'runs', 'median', 'spread', 'limit', ''];

/** The result as lines for a terminal, and whether every limit was kept. */
export function report(result: Result): { readonly lines: readonly string[]; readonly passed: boolean } {
  const rows = [...result.figures.map(figureRow), ...(result.equalities ?? []).map(equalityRow)];
  const table = [HEADER, ...rows.map(({ cells }) => cells)];
  const widths = HEADER.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const lines = table.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return { lines: [...lines, ...result.notes], passed: rows.every(({ passed }) => passed) };
}

interface Row {
  readonly cells: readonly string[];
  readonly passed: boolean;
}

function figureRow({ name, unit, values, limit }: Figure): Row {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const cells = [name, String(values.length), `${show(median(values))} ${unit}`, `${show(least)} – ${show(most)}`];
  if (limit === null) return { cells: [...cells, '', ''], passed: true };
  const passed = (limit.of === 'median' ? median(values) : most) <= limit.atMost;
  const judged = limit.of === 'median' ? '' : ' in every run';
  return { cells: [...cells, `≤ ${limit.atMost} ${unit}${judged}`, verdict(passed)], passed };
}

function equalityRow({ name, expected, actual }: Equality): Row {
  const passed = actual.every((value) => value === expected);
  const seen = [...new Set(actual)].join(' | ');
  return { cells: [name, String(actual.length), seen, '', `= ${expected}`, verdict(passed)], passed };
}

function verdict(passed: boolean): string {
  return passed ? 'pass' : 'FAIL';
}

function show(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
