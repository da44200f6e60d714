import { readFileSync } from 'node:fs';
import { analyzeText, type QueryTerm } from './analyzer.js';
import { stem } from './stemmer.js';

/** What an added word counts, where a word of the query itself counts 1. By measurement, see README.md. */
export const TRANSLATION_WEIGHT = 0.7;
const SYNONYM_WEIGHT = 0.2;
/** A language's name tells where to look, not what for: code seldom names the language it is written in. */
const LANGUAGE_NAME_WEIGHT = 0.2;

const LONGEST_ENDING = 4;
const SHORTEST_ROOT = 5;

const FILE_ENDINGS: Readonly<Record<string, string>> = {
  bash: 'sh',
  csharp: 'cs',
  golang: 'go',
  java: 'java',
  javascript: 'js',
  kotlin: 'kt',
  markdown: 'md',
  php: 'php',
  python: 'py',
  ruby: 'rb',
  rust: 'rs',
  typescript: 'ts',
};

const translations = readTranslations();
const synonyms = readSynonyms();
const languages = new Map(Object.entries(FILE_ENDINGS).map(([name, ending]) => [stem(name), ending]));

/**
 * The query's terms and, at a lower weight, the English programming words that Russian ones stand for and synonyms of
 * English ones. An added term belongs to the word of the query that it was added for.
 */
export function expandQuery(terms: readonly QueryTerm[]): QueryTerm[] {
  const expanded = new Map<string, QueryTerm>();
  for (const term of terms) {
    const weight = languages.has(term.term) ? LANGUAGE_NAME_WEIGHT : term.weight;
    expanded.set(term.term, { ...term, weight });
  }
  for (const { term, word } of terms) {
    if (word === null) continue;
    for (const added of addedFor(term)) if (!expanded.has(added.term)) expanded.set(added.term, { ...added, word });
  }
  return [...expanded.values()];
}

function addedFor(term: string): { term: string; weight: number }[] {
  const ending = languages.get(term);
  if (ending !== undefined) return [{ term: ending, weight: LANGUAGE_NAME_WEIGHT }];
  const translated = translationsOf(term);
  if (translated.length > 0) return translated.map((word) => ({ term: word, weight: TRANSLATION_WEIGHT }));
  return [...(synonyms.get(term) ?? [])].map((word) => ({ term: word, weight: SYNONYM_WEIGHT }));
}

/** Russian derives words by suffixes that the stemmer keeps: when the stem is not listed, the longest listed one it begins with. */
function translationsOf(term: string): readonly string[] {
  if (!/^[а-я]/.test(term)) return [];
  const listed = translations.get(term);
  if (listed !== undefined) return listed;
  const shortest = Math.max(SHORTEST_ROOT, term.length - LONGEST_ENDING);
  for (let length = term.length - 1; length >= shortest; length--) {
    const root = translations.get(term.slice(0, length));
    if (root !== undefined) return root;
  }
  return [];
}

function readTranslations(): Map<string, readonly string[]> {
  const english = new Map<string, string[]>();
  for (const line of dataLines('ru-en-terms.txt')) {
    const [russian = '', words = ''] = line.split(':');
    for (const stemmed of new Set(russian.split(', ').flatMap(stemsOf))) {
      english.set(stemmed, [...new Set([...(english.get(stemmed) ?? []), ...analyzeText(words)])]);
    }
  }
  return english;
}

/**
 * Under which stems a word's forms may come. The stemmer takes the ends of some base forms for inflections (запись, токен),
 * but not of their other forms; and the genitive plural puts a vowel before the last consonant (ссылок, настроек).
 */
function stemsOf(word: string): string[] {
  const stems = [stem(word), word.replace(/ь$/, '')];
  const [, root] = /^(.*[бвгджзклмнпрстфхцчшщйь])ка$/.exec(word) ?? [];
  return root === undefined ? stems : [...stems, `${root}ок`, `${root.replace(/[йь]$/, '')}ек`];
}

function readSynonyms(): Map<string, ReadonlySet<string>> {
  const others = new Map<string, Set<string>>();
  for (const line of dataLines('en-synonyms.txt')) {
    const group = analyzeText(line);
    for (const word of group) {
      const known = others.get(word) ?? new Set();
      for (const other of group) if (other !== word) known.add(other);
      others.set(word, known);
    }
  }
  return others;
}

function dataLines(file: string): string[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}
