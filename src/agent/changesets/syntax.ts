import { parse as parseToml, TomlError } from 'smol-toml';
import { type Document, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import { withoutJsonComments } from './json-comments.js';

type Parser = (text: string) => string | null;

const PARSERS: Readonly<Record<string, Parser>> = {
  json: problemOfJson,
  jsonc: (text) => problemOfJson(withoutJsonComments(text)),
  yaml: problemOfYaml,
  yml: problemOfYaml,
  toml: problemOfToml,
};

/** Files that their programs read as JSON with comments. */
const JSON_WITH_COMMENTS =
  /(?:^|\/)(?:[tj]sconfig(?:\.[\w.-]+)?|\.eslintrc|\.swcrc|api-extractor|devcontainer)\.json$/i;
/** A parser holds up everything else meanwhile: this much YAML takes about a second. */
const MOST_CHARACTERS = 256 * 1024;

export type Syntax =
  /** There is no parser for such files. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'read'; readonly problem: string | null };

/**
 * Whether a text is what its file's name promises; a problem is a phrase without any of the text. `before`, the file's
 * text so far, tells whether its JSON has comments.
 */
export function syntaxOf(path: string, text: string, before: string | null): Syntax {
  const parser = parserOf(path, before);
  if (parser === null) return { kind: 'unknown' };
  if (text.length > MOST_CHARACTERS) return { kind: 'too_large' };
  return { kind: 'read', problem: parser(withoutMark(text)) };
}

function parserOf(path: string, before: string | null): Parser | null {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const name = extension === 'json' && (JSON_WITH_COMMENTS.test(path) || hasComments(before)) ? 'jsonc' : extension;
  return Object.hasOwn(PARSERS, name) ? (PARSERS[name] ?? null) : null;
}

function hasComments(text: string | null): boolean {
  if (text === null || text.length > MOST_CHARACTERS) return false;
  const plain = withoutMark(text);
  return problemOfJson(plain) !== null && problemOfJson(withoutJsonComments(plain)) === null;
}

function problemOfJson(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const message = (error as Error).message;
    const position = /at position (\d+)/.exec(message)?.[1];
    // The message may quote the text, which verdicts do not.
    const what = message.replace(/ in JSON at position[\s\S]*$|(?:, | )?["'.][\s\S]*is not valid JSON$/, '').trim();
    return position === undefined ? `not JSON: ${what}` : `not JSON: ${what} in line ${lineAt(text, Number(position))}`;
  }
}

function problemOfYaml(text: string): string | null {
  const lines = new LineCounter();
  // The library looks for repeated keys in a time that grows with the square of their number.
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false };
  for (const document of parseAllDocuments(text, options)) {
    const [error] = document.errors;
    const problem = error === undefined ? repeatedKey(document) : { what: error.code, offset: error.pos[0] };
    if (problem !== null) return `not YAML: ${problem.what} in line ${lines.linePos(problem.offset).line}`;
  }
  return null;
}

function repeatedKey(document: Document): { what: string; offset: number } | null {
  let found: { what: string; offset: number } | null = null;
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key) || key.value === '<<') continue;
        if (keys.has(key.value)) {
          found = { what: 'DUPLICATE_KEY', offset: key.range?.[0] ?? 0 };
          return visit.BREAK;
        }
        keys.add(key.value);
      }
    },
  });
  return found;
}

function problemOfToml(text: string): string | null {
  try {
    parseToml(text);
    return null;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return `not TOML: ${error.message.split('\n', 1)[0]} in line ${error.line}`;
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n|\r/).length;
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
