import type { StoredCitation, StoredCitationSource } from '../../contracts/agent-runner.js';
import { sliceLines, splitLines } from '../../shared/source-lines.js';
import { withoutNul } from '../../shared/storable-text.js';
import type { FilePassage } from '../turn-state.js';

export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

/**
 * Holds lines of a passage against the text stored for its content hash (null: nothing is stored). VERIFIED when the
 * same lines stand there, RELOCATED with the right lines when they stand elsewhere in it, else UNVERIFIED. Line endings
 * may differ; the quote has those of the stored text. Of a line too long for one passage, only the passage is quoted.
 */
export function verifyCitation(
  marker: number,
  passage: FilePassage,
  range: LineRange,
  stored: string | null,
): StoredCitation {
  const shown = shownLines(passage, range);
  const cite = (at: LineRange, quote: string, verdict: StoredCitation['verdict']): StoredCitation => ({
    marker,
    source: sourceOf(passage, at),
    quote,
    verdict,
  });
  if (stored === null) {
    // Unsaved text came with the message, so it may be quoted; nothing vouches for it later.
    return cite(range, passage.origin === 'UNSAVED_ATTACHMENT' ? shown.join('\n') : '', 'UNVERIFIED');
  }
  const text = withoutNul(stored);
  const found = nearestOccurrence(textsOfLines(text), shown, range.startLine - 1);
  if (found === null) {
    const lines = sliceLines(text, range.startLine, range.endLine);
    const [part = ''] = shown;
    const isPart = passage.startLine === passage.endLine && part !== '' && lines.includes(part);
    return isPart ? cite(range, part, 'VERIFIED') : cite(range, lines, 'UNVERIFIED');
  }
  const at = { startLine: found + 1, endLine: found + shown.length };
  return cite(
    at,
    sliceLines(text, at.startLine, at.endLine),
    at.startLine === range.startLine ? 'VERIFIED' : 'RELOCATED',
  );
}

/** A marker that names no passage. */
export function citationOfNothing(marker: number): StoredCitation {
  return { marker, source: null, quote: '', verdict: 'UNVERIFIED' };
}

function shownLines(passage: FilePassage, range: LineRange): string[] {
  const from = range.startLine - passage.startLine;
  return textsOfLines(passage.content).slice(from, from + range.endLine - range.startLine + 1);
}

function textsOfLines(text: string): string[] {
  return splitLines(text).map((line) => line.text);
}

/** The 0-based line nearest to `from` at which `wanted` stands whole. */
function nearestOccurrence(lines: readonly string[], wanted: readonly string[], from: number): number | null {
  if (wanted.length === 0) return null;
  let nearest: number | null = null;
  for (let at = 0; at + wanted.length <= lines.length; at += 1) {
    if (nearest !== null && Math.abs(at - from) >= Math.abs(nearest - from)) continue;
    if (wanted.every((line, index) => lines[at + index] === line)) nearest = at;
  }
  return nearest;
}

function sourceOf(passage: FilePassage, at: LineRange): StoredCitationSource {
  return {
    type: 'file',
    path: passage.path,
    startLine: at.startLine,
    endLine: at.endLine,
    contentHash: passage.contentHash,
    version: passage.version,
    ...(passage.origin === 'UNSAVED_ATTACHMENT' ? { unsaved: true } : {}),
  };
}
