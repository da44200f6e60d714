import { splitLines } from '../../../shared/source-lines.js';

const EXTENSIONS = /\.(?:[cm]?js|jsx|css)$/i;

/** No person writes lines like these; a few of them in a file are data, though. */
const LONG_LINE = 1000;
const LONG_LINES_SHARE = 0.8;
/** Statements crowd in minified code; base64, the other kind of long line, has next to none of these. */
const PUNCTUATION = /[;{}(),]/g;
const PUNCTUATION_SHARE = 0.04;
const SAMPLE = 20_000;

/**
 * What shows that this is minified JavaScript or CSS, as a phrase, or null. Long lines alone do not: a one-line JSON
 * file or a text of long paragraphs is indexed, and so is a module with an embedded image.
 */
export function findMinifiedCode(path: string, text: string): string | null {
  if (!EXTENSIONS.test(path) || text.length < LONG_LINE) return null;
  let longest = '';
  let inLongLines = 0;
  for (const line of splitLines(text)) {
    if (line.text.length < LONG_LINE) continue;
    inLongLines += line.text.length;
    if (line.text.length > longest.length) longest = line.text;
  }
  if (inLongLines < text.length * LONG_LINES_SHARE) return null;
  const sample = longest.slice(0, SAMPLE);
  const punctuation = sample.match(PUNCTUATION)?.length ?? 0;
  return punctuation < sample.length * PUNCTUATION_SHARE ? null : `a line of ${longest.length} characters`;
}
