import { splitLines } from '../../shared/source-lines.js';
import { withoutNul } from '../../shared/storable-text.js';

/** A longer line is data; only the part of it around what was found is given. */
const LONGEST_LINE = 500;

export interface LinePattern {
  /** A line is found when it holds one of these, capitals or not. */
  readonly texts: readonly string[];
  /** How many lines around a found one are given with it. */
  readonly around: number;
  /** How many found lines at the most. */
  readonly most: number;
}

export interface MatchingLines {
  readonly passages: readonly { readonly startLine: number; readonly endLine: number; readonly content: string }[];
  /** How many lines were found, at most `most`. */
  readonly count: number;
  /** Whether more lines match than were asked for. */
  readonly hasMore: boolean;
}

const NOTHING: MatchingLines = { passages: [], count: 0, hasMore: false };

/** The lines of a text that hold one of the texts, in order; those whose surroundings touch come as one passage. */
export function matchingLines(text: string, { texts, around, most }: LinePattern): MatchingLines {
  const wanted = texts.map((each) => each.toLowerCase());
  const holds = (line: string) => wanted.some((each) => line.includes(each));
  // Most files match nowhere: one look at the whole spares cutting them into lines.
  if (!holds(text.toLowerCase())) return NOTHING;
  const lines = splitLines(withoutNul(text)).map((line) => line.text);
  const hits = lines.flatMap((line, index) => (holds(line.toLowerCase()) ? [index] : []));
  const taken = hits.slice(0, most);
  return {
    passages: windowsAround(taken, around, lines).map((window) => passageOf(window, lines, wanted)),
    count: taken.length,
    hasMore: hits.length > most,
  };
}

/** 0-based, inclusive. */
interface Window {
  readonly first: number;
  readonly last: number;
}

function windowsAround(hits: readonly number[], around: number, lines: readonly string[]): Window[] {
  const windows: Window[] = [];
  for (const hit of hits) {
    const isLong = (lines[hit]?.length ?? 0) > LONGEST_LINE;
    const window = isLong ? { first: hit, last: hit } : shortLinesAround(hit, around, lines);
    const before = windows.at(-1);
    const touches = before !== undefined && window.first <= before.last + 1 && !isLong && !isLongLine(before, lines);
    if (touches) windows[windows.length - 1] = { first: before.first, last: window.last };
    else windows.push(window);
  }
  return windows;
}

/** Up to a line that is too long to be given whole. */
function shortLinesAround(hit: number, around: number, lines: readonly string[]): Window {
  let first = hit;
  let last = hit;
  while (first > 0 && hit - first < around && (lines[first - 1]?.length ?? 0) <= LONGEST_LINE) first -= 1;
  while (last < lines.length - 1 && last - hit < around && (lines[last + 1]?.length ?? 0) <= LONGEST_LINE) last += 1;
  return { first, last };
}

function isLongLine({ first, last }: Window, lines: readonly string[]): boolean {
  return first === last && (lines[first]?.length ?? 0) > LONGEST_LINE;
}

function passageOf(window: Window, lines: readonly string[], wanted: readonly string[]) {
  const { first, last } = window;
  const line = lines[first] ?? '';
  const content = isLongLine(window, lines) ? partOf(line, wanted) : lines.slice(first, last + 1).join('\n');
  return { startLine: first + 1, endLine: last + 1, content };
}

/** Never with half of a character at either end. */
function partOf(line: string, wanted: readonly string[]): string {
  const places = wanted.map((each) => line.toLowerCase().indexOf(each)).filter((place) => place >= 0);
  const start = Math.max(0, Math.min(...places) - LONGEST_LINE / 4);
  return line
    .slice(start, start + LONGEST_LINE)
    .replace(/^[\uDC00-\uDFFF]/u, '')
    .replace(/[\uD800-\uDBFF]$/u, '');
}
