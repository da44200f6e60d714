import { diffArrays } from 'diff';

export type LineEnding = '\n' | '\r\n' | '\r';

interface Line {
  readonly text: string;
  /** Empty where the text ends without one. */
  readonly ending: LineEnding | '';
}

const LINE = /([^\r\n]*)(\r\n|\n|\r|$)/g;
/** Beyond this many different lines nothing is kept of the lines between the first and the last difference. */
const MOST_DIFFERENCES = 2_000;

/** How often each line ending occurs. */
export function lineEndingsOf(text: string): ReadonlyMap<LineEnding, number> {
  const counts = new Map<LineEnding, number>();
  for (const [ending] of text.matchAll(/\r\n|\n|\r/g)) {
    counts.set(ending as LineEnding, (counts.get(ending as LineEnding) ?? 0) + 1);
  }
  return counts;
}

/** The most frequent one; LF where there is none. */
export function dominantLineEnding(text: string): LineEnding {
  const [first] = [...lineEndingsOf(text)].sort(([, a], [, b]) => b - a);
  return first?.[0] ?? '\n';
}

/** Lines that `next` has of `before` end as they ended there; all others end in `inserted`. */
export function keepLineEndings(before: string, next: string, inserted: LineEnding): string {
  const given = linesOf(next);
  const kept = [...lineEndingsOf(before).keys()].some((ending) => ending !== inserted)
    ? endingsKept(linesOf(before), given)
    : [];
  return given.map(({ text, ending }, index) => text + (ending === '' ? '' : kept[index] || inserted)).join('');
}

/** By index of `given`: the ending of the same line in `before`. */
function endingsKept(before: readonly Line[], given: readonly Line[]): (LineEnding | '' | undefined)[] {
  const kept: (LineEnding | '' | undefined)[] = [];
  const isSame = (a: number, b: number) => before[a]?.text === given[b]?.text;
  const shorter = Math.min(before.length, given.length);
  let start = 0;
  while (start < shorter && isSame(start, start)) kept[start] = before[start++]?.ending;
  let end = 0;
  while (end < shorter - start && isSame(before.length - 1 - end, given.length - 1 - end)) {
    end += 1;
    kept[given.length - end] = before[before.length - end]?.ending;
  }
  const middle = (lines: readonly Line[]) => lines.slice(start, lines.length - end).map(({ text }) => text);
  const changes = diffArrays(middle(before), middle(given), { maxEditLength: MOST_DIFFERENCES }) ?? [];
  let at = start;
  let from = start;
  for (const { added, removed, count } of changes) {
    for (let offset = 0; !added && !removed && offset < count; offset++)
      kept[at + offset] = before[from + offset]?.ending;
    if (!removed) at += count;
    if (!added) from += count;
  }
  return kept;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const [whole, content = '', ending = ''] of text.matchAll(LINE)) {
    if (whole !== '') lines.push({ text: content, ending: ending as Line['ending'] });
  }
  return lines;
}
