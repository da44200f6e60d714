import type { Language, Node } from 'web-tree-sitter';
import { discardRuntime, type ParserRuntime, parserRuntime } from './parser-runtime.js';

/** Parsing and walking a text of this length (UTF-16 units) blocks for up to about half a second. */
const LONGEST_PARSED_TEXT = 1_000_000;

/**
 * The parser reports its progress every hundred steps and reads the text by some 5,000 characters; ordinary code takes a
 * report in 400 characters and few readings more than one of each part. A scanner that looks far ahead, as for the end
 * of a here-document, reads without steps. Counts rather than a clock, so that the same text is cut the same way on a
 * busy machine.
 */
const FEWEST_REPORTS = 1000;
const CHARS_PER_REPORT = 50;
const FEWEST_READINGS = 1000;
const CHARS_PER_READING = 500;

/** The second is for a file that met a runtime which another file has damaged. */
const ATTEMPTS = 2;

/**
 * Parses `text` and hands its root to `read`, whose result must hold no nodes: the tree is freed on return. Null when
 * there is no grammar for the language, the text is too long, or the parser gives up or crashes on it. Errors in the
 * text are no failure: they are ERROR nodes. Rejects when the parser or the grammar cannot be loaded.
 */
export async function parseCode<Result>(
  text: string,
  language: string,
  read: (root: Node) => Result,
): Promise<Result | null> {
  if (text.length > LONGEST_PARSED_TEXT) return null;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const starting = parserRuntime();
    const runtime = await starting;
    const grammar = await runtime.grammarFor(language);
    if (grammar === null) return null;
    try {
      return parse(text, runtime, grammar, read);
    } catch {
      discardRuntime(starting);
    }
  }
  return null;
}

function parse<Result>(
  text: string,
  runtime: ParserRuntime,
  grammar: Language,
  read: (root: Node) => Result,
): Result | null {
  const budget = {
    reports: FEWEST_REPORTS + text.length / CHARS_PER_REPORT,
    readings: FEWEST_READINGS + text.length / CHARS_PER_READING,
  };
  const isSpent = () => budget.reports < 0 || budget.readings < 0;
  // What is past the budget looks like the end of the text, which ends any search in it.
  const readFrom = (offset: number) => (budget.readings-- > 0 ? text.slice(offset) : '');
  const report = () => {
    budget.reports--;
    return isSpent();
  };
  const parser = new runtime.Parser();
  // Also after a crash: what is left to the garbage collector's finalizers would crash there, outside of any catch.
  try {
    parser.setLanguage(grammar);
    const tree = parser.parse(readFrom, null, { progressCallback: report });
    if (tree === null) return null;
    try {
      if (isSpent()) return null;
      // The text of a node is read the same way.
      budget.readings = Number.POSITIVE_INFINITY;
      return read(tree.rootNode);
    } finally {
      tree.delete();
    }
  } finally {
    parser.delete();
  }
}
