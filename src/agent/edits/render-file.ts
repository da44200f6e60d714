import { createHash } from 'node:crypto';
import { sliceLines, splitLines } from '../../shared/source-lines.js';
import { splitMark } from '../changesets/text-form.js';
import { contentWords } from '../words.js';

const MOST_CHARACTERS = 40_000;
const LINES_PER_BLOCK = 40;

/**
 * The text of a file for a prompt, with LF for every line ending; of a long one the parts nearest to what is to be
 * done. The elements are named after the text's own hash, so that no text can end them.
 */
export function renderFile(path: string, text: string, purpose: string): string {
  const content = splitMark(text).body.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const count = splitLines(content).length;
  const name = `file_${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
  const parts = content.length <= MOST_CHARACTERS ? [{ first: 1, last: count }] : nearestParts(content, purpose);
  return parts
    .map(({ first, last }) => {
      const shown = sliceLines(content, first, last).slice(0, MOST_CHARACTERS);
      return `<${name} path=${JSON.stringify(path)} lines="${first}-${last} of ${count}">\n${shown}\n</${name}>`;
    })
    .join('\n');
}

interface Part {
  readonly first: number;
  readonly last: number;
}

/** Blocks of lines by how many words of the purpose they share, rare words counting more, as many as a prompt holds. */
function nearestParts(content: string, purpose: string): Part[] {
  const lines = splitLines(content).map(({ text }) => text);
  const wanted = contentWords(purpose);
  const blocks = Array.from({ length: Math.ceil(lines.length / LINES_PER_BLOCK) }, (_, index) => {
    const first = index * LINES_PER_BLOCK;
    const text = lines.slice(first, first + LINES_PER_BLOCK).join('\n');
    const words = [...contentWords(text)].filter((word) => wanted.has(word));
    return { first: first + 1, last: Math.min(lines.length, first + LINES_PER_BLOCK), length: text.length, words };
  });
  const rarity = (word: string) => 1 / blocks.filter(({ words }) => words.includes(word)).length;
  const weights = new Map([...wanted].map((word) => [word, rarity(word)]));
  const scored = blocks.map((block) => ({
    ...block,
    score: block.words.reduce((sum, word) => sum + (weights.get(word) ?? 0), 0),
  }));
  let left = MOST_CHARACTERS;
  const chosen = scored
    .sort((a, b) => b.score - a.score)
    .filter(({ length }, index) => {
      left -= length;
      return index === 0 || left >= 0;
    });
  return joined(chosen.sort((a, b) => a.first - b.first));
}

/** Neighbours as one. */
function joined(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const { first, last } of parts) {
    const previous = result.at(-1);
    if (previous?.last === first - 1) result[result.length - 1] = { first: previous.first, last };
    else result.push({ first, last });
  }
  return result;
}
