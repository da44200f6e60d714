import { firstSentence } from '../eval/documented-functions.js';
import type { DocumentedCode } from './documented-code.js';

const DEFINITION = /^([ \t]*)(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(/;
const DOCSTRING_START = /^[ \t]*[rRuU]?("""|''')/;
const LONGEST_SIGNATURE = 30;

/** Python's functions with a docstring, by lines and indentation: good enough to learn from, not to rely on. */
export function pythonFunctions(text: string): DocumentedCode[] {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.flatMap((line, start) => {
    const indent = DEFINITION.exec(line)?.[1]?.length;
    if (indent === undefined) return [];
    const signatureEnd = endOfSignature(lines, start);
    if (signatureEnd === null) return [];
    const docStart = signatureEnd + 1;
    const [, quotes] = DOCSTRING_START.exec(lines[docStart] ?? '') ?? [];
    if (quotes === undefined) return [];
    const docEnd = endOfDocstring(lines, docStart, quotes);
    const end = endOfBlock(lines, docEnd + 1, indent);
    const docstring = lines
      .slice(docStart, docEnd + 1)
      .join('\n')
      .replace(DOCSTRING_START, '')
      .replace(quotes, '');
    const code = [...lines.slice(start, docStart), ...lines.slice(docEnd + 1, end)].join('\n');
    return [{ sentence: firstSentence(docstring), code }];
  });
}

/** The line that ends with the colon after the closing parenthesis. */
function endOfSignature(lines: readonly string[], start: number): number | null {
  let depth = 0;
  for (let index = start; index < Math.min(lines.length, start + LONGEST_SIGNATURE); index++) {
    const line = (lines[index] ?? '').replace(/#.*$/, '').trimEnd();
    for (const character of line) {
      if ('([{'.includes(character)) depth += 1;
      if (')]}'.includes(character)) depth -= 1;
    }
    if (depth <= 0) return line.endsWith(':') ? index : null;
  }
  return null;
}

function endOfDocstring(lines: readonly string[], start: number, quotes: string): number {
  const opening = (lines[start] ?? '').indexOf(quotes) + quotes.length;
  if ((lines[start] ?? '').includes(quotes, opening)) return start;
  const end = lines.findIndex((line, index) => index > start && line.includes(quotes));
  return end < 0 ? lines.length - 1 : end;
}

/** The line after the last one that is indented more than the definition. */
function endOfBlock(lines: readonly string[], start: number, indent: number): number {
  let end = start;
  for (let index = start; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '') continue;
    if (line.length - line.trimStart().length <= indent) break;
    end = index + 1;
  }
  return end;
}
