import { stem } from './stemmer.js';
import { QUESTION_WORDS, STOP_WORDS } from './stop-words.js';

const LONGEST_TERM = 40;
const LONGEST_WHOLE_IDENTIFIER = 64;
/** A longer run of letters and digits is data (a key, an encoded image), not a name. */
const LONGEST_IDENTIFIER = 128;
const MOST_QUERY_WORDS = 64;
const MOST_REMEMBERED = 100_000;

const NOT_ASCII = /[^\p{ASCII}]/u;
const ASCII_IDENTIFIER = /[A-Za-z0-9_$]+/g;
const IDENTIFIER = /[\p{L}\p{M}\p{N}_$]+/gu;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+/gu;

/** What one identifier stands for in the index. */
export interface AnalyzedIdentifier {
  /** Its words, lower-case and stemmed, stop words left out. */
  readonly parts: readonly string[];
  /** The identifier in lower case without separators; null when it is a single word. */
  readonly whole: string | null;
}

export interface QueryTerm {
  readonly term: string;
  /** 1 for the query's own words, less for what was added to them. */
  readonly weight: number;
  /** Which word of the query it stands for, from 0; null for a whole identifier, whose parts are words already. */
  readonly word: number | null;
}

/**
 * The terms of a text in its order, repeated as often as they stand there: the words of its identifiers, and each
 * identifier of several words as one term too. `maxRetryCount` and `max_retry_count` give the same four terms.
 */
export function analyzeText(text: string): string[] {
  const terms: string[] = [];
  for (const { parts, whole } of identifiersOf(text)) {
    for (const part of parts) terms.push(part);
    if (whole !== null) terms.push(whole);
  }
  return terms;
}

/**
 * The distinct terms of a search query, at most 64 words of them. Words that only ask ("show", "explain") are left out
 * unless nothing else is there.
 */
export function analyzeQuery(query: string): QueryTerm[] {
  const content = query.replace(IDENTIFIER, (word) => (QUESTION_WORDS.has(normalize(word)) ? ' ' : word));
  const terms = distinctTerms(content);
  return terms.length > 0 ? terms : distinctTerms(query);
}

/** Every identifier and word of a text, analysed, in its order. */
export function* identifiersOf(text: string): Generator<AnalyzedIdentifier> {
  const ascii = !NOT_ASCII.test(text);
  const searched = ascii ? text : text.normalize('NFC');
  for (const [identifier] of searched.matchAll(ascii ? ASCII_IDENTIFIER : IDENTIFIER)) {
    if (identifier.length <= LONGEST_IDENTIFIER) yield analyzeIdentifier(identifier);
  }
}

const remembered = new Map<string, AnalyzedIdentifier>();

function analyzeIdentifier(identifier: string): AnalyzedIdentifier {
  const known = remembered.get(identifier);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const words = splitIdentifier(identifier);
  const whole = normalize(identifier.replace(/[_$]+/g, ''));
  const analyzed = {
    parts: words.filter(isTelling).map(stem),
    whole: words.length > 1 && whole.length <= LONGEST_WHOLE_IDENTIFIER ? whole : null,
  };
  remembered.set(identifier, analyzed);
  return analyzed;
}

/** `HTTPServer2_run` → http, server, 2, run. Scripts without spaces are cut into pairs of characters. */
function splitIdentifier(identifier: string): string[] {
  const words = identifier
    .replace(CJK, (run) => ` ${bigrams(run).join(' ')} `)
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .replace(/(\p{N})(\p{L})/gu, '$1 $2')
    .split(/[\s_$]+/);
  return words.filter((word) => word !== '').map(normalize);
}

function bigrams(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

function normalize(word: string): string {
  return word.toLowerCase().replaceAll('ё', 'е');
}

/** Single letters and digits are in every file; an ideograph alone is a word. */
function isTelling(word: string): boolean {
  if (word.length > LONGEST_TERM || STOP_WORDS.has(word)) return false;
  return word.length > 1 || /^\p{Lo}$/u.test(word);
}

function distinctTerms(query: string): QueryTerm[] {
  const terms = new Map<string, QueryTerm>();
  let words = 0;
  for (const { parts, whole } of identifiersOf(query)) {
    for (const part of parts) {
      if (terms.has(part)) continue;
      terms.set(part, { term: part, weight: 1, word: words });
      words += 1;
    }
    if (whole !== null && !terms.has(whole)) terms.set(whole, { term: whole, weight: 1, word: null });
    if (words >= MOST_QUERY_WORDS) break;
  }
  return [...terms.values()];
}
