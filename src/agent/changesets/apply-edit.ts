import type { DraftEdit, Replacement } from './draft-operation.js';
import { dominantLineEnding, keepLineEndings } from './line-endings.js';

export type AppliedEdit =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string };

/** Where a replacement's anchor stands: offsets in UTF-16 units, the end exclusive. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly number: number;
  readonly replace: string;
}

const LONGEST_EXCERPT = 60;

/**
 * The text after an edit of `before`, which has no byte order mark. Each anchor must stand in it exactly once; only its
 * line endings may differ. Outside the anchors nothing changes; new lines end as most lines of the file do.
 */
export function applyEdit(before: string, edit: DraftEdit): AppliedEdit {
  const inserted = dominantLineEnding(before);
  if (edit.kind === 'content') {
    return { ok: true, text: keepLineEndings(before, withoutMark(edit.content), inserted) };
  }
  const found = findPlaces(before, edit.replacements);
  if (!Array.isArray(found)) return found;
  let text = '';
  let at = 0;
  for (const { start, end, replace } of found) {
    text += before.slice(at, start) + keepLineEndings(before.slice(start, end), withoutMark(replace), inserted);
    at = end;
  }
  return { ok: true, text: text + before.slice(at) };
}

/** In the order of the text. */
function findPlaces(before: string, replacements: readonly Replacement[]): Place[] | { ok: false; problem: string } {
  if (replacements.length === 0) return { ok: false, problem: 'No replacement was given.' };
  const { plain, offsets } = withPlainEndings(before);
  const places: Place[] = [];
  const problems: string[] = [];
  for (const [index, { find, replace }] of replacements.entries()) {
    const number = index + 1;
    const anchor = withPlainEndings(withoutMark(find)).plain;
    const starts = occurrencesOf(anchor, plain);
    const [start] = starts;
    if (starts.length !== 1 || start === undefined) {
      problems.push(`Anchor ${number} (${excerpt(anchor)}) occurs ${starts.length} times, not once.`);
      continue;
    }
    places.push({ start: offsets(start), end: offsets(start + anchor.length), number, replace });
  }
  places.sort((a, b) => a.start - b.start);
  for (const [index, place] of places.entries()) {
    const next = places[index + 1];
    if (next !== undefined && next.start < place.end) {
      problems.push(`Anchors ${place.number} and ${next.number} overlap.`);
    }
  }
  return problems.length === 0 ? places : { ok: false, problem: problems.join(' ') };
}

/** Overlapping ones too: "aa" stands twice in "aaa". An empty anchor stands nowhere. */
function occurrencesOf(anchor: string, text: string): number[] {
  const starts: number[] = [];
  if (anchor === '') return starts;
  for (let at = text.indexOf(anchor); at >= 0; at = text.indexOf(anchor, at + 1)) starts.push(at);
  return starts;
}

/** The text with LF for every line ending, and where an offset of it lies in the text itself. */
function withPlainEndings(text: string): { plain: string; offsets: (plainOffset: number) => number } {
  const plain = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  // Offsets in `plain` after which the text has one more character.
  const longEndings = [...text.matchAll(/\r\n/g)].map(({ index }, earlier) => index - earlier);
  const offsets = (plainOffset: number) => {
    let low = 0;
    let high = longEndings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((longEndings[middle] ?? 0) < plainOffset) low = middle + 1;
      else high = middle;
    }
    return plainOffset + low;
  };
  return { plain, offsets };
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function excerpt(anchor: string): string {
  return JSON.stringify(anchor.length <= LONGEST_EXCERPT ? anchor : `${anchor.slice(0, LONGEST_EXCERPT)}…`);
}
