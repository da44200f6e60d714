import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DocumentedCode, scriptDefinitions } from './documented-code.js';
import { pythonFunctions } from './python-functions.js';

/** A function to learn from. */
export interface Pair extends DocumentedCode {
  /** The package that it is from. */
  readonly source: string;
}

const SCRIPT = /(?<!\.min|\.spec|\.test)\.([mc]?js|[mc]?ts)$/;
const DECLARATIONS = /\.d\.[mc]?ts$/;
const PYTHON = /\.py$/;
const NOT_OWN = /(^|\/)(node_modules|tests?|__tests__|testing|fixtures|_vendor|vendor|third_party|locales?|i18n)\//;
const MOST_FILE_BYTES = 3_000_000;
const LONGEST_MEAN_LINE = 120;
const FEWEST_WORDS = 3;
/** A large package must not teach its own words to all others. */
const MOST_OF_A_SOURCE = 4_000;
/** "Creates an instance." tells nothing about the code. */
const MOST_OF_A_SENTENCE = 4;
const MOST_CODE_CHARS = 4_000;

/** The pairs of one folder of sources, copies of other module systems left out, at most 4,000 of them, chosen by a hash. */
export async function collectPairs(folder: string, source: string): Promise<Pair[]> {
  const pairs = new Map<string, Pair>();
  const names = (await readdir(folder, { recursive: true })).filter((name) => isSource(name)).sort();
  // What has a body comes first, and keeps its sentence.
  const ordered = [
    ...names.filter((name) => !DECLARATIONS.test(name)),
    ...names.filter((name) => DECLARATIONS.test(name)),
  ];
  for (const name of ordered) {
    const isPython = PYTHON.test(name);
    const path = join(folder, name);
    const found = await stat(path);
    if (!found.isFile() || found.size > MOST_FILE_BYTES) continue;
    const text = await readFile(path, 'utf8');
    if (text.length / text.split('\n').length > LONGEST_MEAN_LINE) continue;
    for (const { sentence, code } of isPython ? pythonFunctions(text) : scriptDefinitions(path, text)) {
      if (!tells(sentence) || pairs.has(sentence)) continue;
      pairs.set(sentence, { source, sentence, code: code.slice(0, MOST_CODE_CHARS) });
    }
  }
  return byHash([...pairs.values()]).slice(0, MOST_OF_A_SOURCE);
}

function isSource(name: string): boolean {
  return (PYTHON.test(name) || SCRIPT.test(name)) && !NOT_OWN.test(name);
}

function tells(sentence: string): boolean {
  return sentence.split(' ').filter((word) => /\p{L}/u.test(word)).length >= FEWEST_WORDS;
}

function byHash(pairs: Pair[]): Pair[] {
  const hash = ({ sentence }: Pair) => createHash('sha256').update(sentence).digest('hex');
  return pairs
    .map((pair) => ({ pair, order: hash(pair) }))
    .sort((one, other) => (one.order < other.order ? -1 : 1))
    .map(({ pair }) => pair);
}

/** Leaves out what many functions are said to do. */
export function withoutCommonSentences(pairs: readonly Pair[]): Pair[] {
  const counts = new Map<string, number>();
  for (const { sentence } of pairs) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  return pairs.filter(({ sentence }) => (counts.get(sentence) ?? 0) <= MOST_OF_A_SENTENCE);
}
