import { createTwoFilesPatch, formatPatch, OMIT_HEADERS, type StructuredPatch } from 'diff';

const CONTEXT_LINES = 3;
/** A comparison takes time with the square of the differences: beyond this many the whole file is shown as replaced. */
const MOST_DIFFERENCES = 1_500;
const NO_FILE = '/dev/null';

/** The unified diff from one text to another; null for a file that is not there. */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  const header = `--- ${before === null ? NO_FILE : fileName(`a/${path}`)}\n+++ ${after === null ? NO_FILE : fileName(`b/${path}`)}\n`;
  const hunks = createTwoFilesPatch('', '', before ?? '', after ?? '', undefined, undefined, {
    context: CONTEXT_LINES,
    headerOptions: OMIT_HEADERS,
    ...(before === null || after === null ? {} : { maxEditLength: MOST_DIFFERENCES }),
  });
  return header + (hunks ?? replacedWhole(before ?? '', after ?? ''));
}

/** The library would write Cyrillic letters as octal numbers; git reads both. */
function fileName(name: string): string {
  return name.includes('"') ? JSON.stringify(name) : name;
}

function replacedWhole(before: string, after: string): string {
  const removed = diffLinesOf(before, '-');
  const added = diffLinesOf(after, '+');
  const hunk: StructuredPatch['hunks'][number] = {
    oldStart: 1,
    oldLines: removed.count,
    newStart: 1,
    newLines: added.count,
    lines: [...removed.lines, ...added.lines],
  };
  const names = { oldFileName: '', newFileName: '', oldHeader: undefined, newHeader: undefined };
  return formatPatch({ ...names, hunks: [hunk] }, OMIT_HEADERS);
}

function diffLinesOf(text: string, sign: '-' | '+'): { lines: string[]; count: number } {
  const lines = text.split('\n');
  const isComplete = lines.at(-1) === '';
  if (isComplete) lines.pop();
  const signed = lines.map((line) => sign + line);
  return { lines: isComplete ? signed : [...signed, '\\ No newline at end of file'], count: lines.length };
}
