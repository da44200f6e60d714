import { createHash } from 'node:crypto';
import type { Files } from '../../tests/kit/story.js';
import { type DocumentedFunction, readDocumentation } from './documented-functions.js';
import type { LineRange, Question } from './eval-set.js';

const MOST_QUESTIONS = 800;
const FEWEST_WORDS = 4;

/**
 * Functions asked for by the first sentence of their doc comment, and the files to search. A sentence that stands above
 * several definitions asks for none of them and is left out. The comments of all functions that could be asked for are
 * taken out of the code, those of the others too: a function must not lose to its neighbour for having lost its own.
 */
export function askForFunctions(files: Files): { files: Files; questions: Question[] } {
  const texts = { ...files };
  const asked: { order: string; question: Question }[] = [];
  for (const [path, functions] of documentedFunctions(files)) {
    const removed = functions.map(({ docLines }) => docLines);
    texts[path] = withoutLines(files[path] ?? '', removed);
    for (const { sentence, startLine, endLine } of functions) {
      const lines = { startLine: lineAfter(startLine, removed), endLine: lineAfter(endLine, removed) };
      // The same wherever it is computed, and unlike the order of the packages.
      const order = createHash('sha256').update(`${path} ${sentence}`).digest('hex');
      asked.push({ order, question: { query: sentence, answers: [{ path, lines }] } });
    }
  }
  const questions = asked
    .sort((one, other) => (one.order < other.order ? -1 : 1))
    .slice(0, MOST_QUESTIONS)
    .map(({ question }) => question);
  return { files: texts, questions };
}

/** By path, the functions of which each could be asked for. */
function documentedFunctions(files: Files): Map<string, DocumentedFunction[]> {
  const documentation = Object.entries(files).map(([path, text]) => ({ path, ...readDocumentation(path, text) }));
  const counts = new Map<string, number>();
  for (const { sentences } of documentation) {
    for (const sentence of sentences) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  }
  return new Map(
    documentation.map(({ path, functions }) => [
      path,
      functions.filter(({ sentence }) => isQuestion(sentence) && counts.get(sentence) === 1),
    ]),
  );
}

function isQuestion(sentence: string): boolean {
  return sentence.split(' ').filter((word) => /\p{L}/u.test(word)).length >= FEWEST_WORDS;
}

function withoutLines(text: string, removed: readonly LineRange[]): string {
  return text
    .split(/(?<=\r\n|\r(?!\n)|\n)/)
    .filter((_, index) => removed.every(({ startLine, endLine }) => index + 1 < startLine || index + 1 > endLine))
    .join('');
}

/** Where a line stands once the lines removed before it are gone. */
function lineAfter(line: number, removed: readonly LineRange[]): number {
  return removed.reduce(
    (moved, { startLine, endLine }) => (endLine < line ? moved - (endLine - startLine + 1) : moved),
    line,
  );
}
