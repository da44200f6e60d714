import type { CheckContext } from '../changesets/check-operations.js';
import { forbiddenPlace } from '../changesets/forbidden-places.js';
import { contentWords } from '../words.js';

const MOST_FILES = 400;
const MOST_CHARACTERS = 16_000;

/**
 * The files that a plan may change, one a line, for a prompt. Of more than a prompt holds, those come first that a
 * passage is of or whose path shares words with the question.
 */
export function listEditableFiles(
  { project, isEditable }: CheckContext,
  { question, passagePaths }: { readonly question: string; readonly passagePaths: ReadonlySet<string> },
): string {
  const wanted = contentWords(question);
  const rank = (path: string) =>
    passagePaths.has(path) || question.includes(path) ? 0 : sharesWord(path, wanted) ? 1 : 2;
  const editable = [...project.files.values()]
    .filter(({ path, status }) => status === 'INDEXED' && isEditable(path) && forbiddenPlace(path) === null)
    .map(({ path, bytes }) => ({ path, line: `${path} (${bytes} bytes)`, rank: rank(path) }))
    .sort((a, b) => a.rank - b.rank);
  const lines: string[] = [];
  let characters = 0;
  for (const { line } of editable) {
    characters += line.length + 1;
    if (lines.length === MOST_FILES || characters > MOST_CHARACTERS) break;
    lines.push(line);
  }
  const left = editable.length - lines.length;
  if (left > 0) lines.push(`(and ${left} more)`);
  return lines.length === 0 ? '(none)' : lines.join('\n');
}

function sharesWord(path: string, wanted: ReadonlySet<string>): boolean {
  return [...contentWords(path)].some((word) => wanted.has(word));
}
