import { splitLines } from '../../shared/source-lines.js';
import type { PageHeading } from '../turn-state.js';

/** The headings of a Markdown text, those within blocks of code not being any. */
export function pageHeadings(markdown: string): PageHeading[] {
  let fence: string | null = null;
  return splitLines(markdown).flatMap((line, index) => {
    const run = /^\s*(`{3,})/.exec(line.text)?.[1] ?? null;
    if (fence !== null) {
      if (line.text.trim() === fence) fence = null;
      return [];
    }
    fence = run;
    const text = /^#{1,6} +(.+)$/.exec(line.text)?.[1];
    return text === undefined ? [] : [{ line: index + 1, text: text.replace(/\\([^\w\s])/g, '$1') }];
  });
}
