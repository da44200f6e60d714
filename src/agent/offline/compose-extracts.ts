import { splitLines } from '../../shared/source-lines.js';
import { bestLines } from '../citations/best-lines.js';
import type { LineRange } from '../citations/verify-citation.js';
import type { Language } from '../language.js';
import { LEAST_COVERAGE } from '../retrieval/least-coverage.js';
import { type CitedLines, isOfFile, type TurnPassage } from '../turn-state.js';
import { contentWords } from '../words.js';
import { codeBlock, inlineCode } from './markdown-code.js';
import { PHRASES, type Phrases } from './phrases.js';

const MOST_EXTRACTS = 4;
const MOST_NEAREST = 3;
const MOST_LINES = 12;

export interface Extracts {
  /** Markdown; `[n]` stands for the n-th passage. */
  readonly text: string;
  readonly citedLines: readonly CitedLines[];
}

/**
 * An answer without a language model: a finding, then the best passages by the lines that hold the query's words, and
 * a word that no model wrote it. Passages come best first, attachments in front of them.
 */
export function composeExtracts(found: {
  readonly language: Language;
  readonly query: string;
  readonly passages: readonly TurnPassage[];
  /** As `SearchOutcome.coverage`. */
  readonly coverage: number;
}): Extracts {
  const phrases = PHRASES[found.language];
  const [best] = found.passages;
  if (best === undefined) return { text: paragraphs(phrases.nothingNear, phrases.noModelWroteThis), citedLines: [] };
  const isFound = best.origin !== 'INDEX' || found.coverage >= LEAST_COVERAGE;
  const shown = found.passages.slice(0, isFound ? MOST_EXTRACTS : MOST_NEAREST);
  const wanted = contentWords(found.query);
  const citedLines = shown.map((passage, index) => ({
    marker: index + 1,
    ...bestLines(passage, wanted, MOST_LINES),
  }));
  const finding = isFound ? findingOf(phrases, best, shown.length) : phrases.notFound;
  const extracts = shown.map((passage, index) => extractOf(passage, citedLines[index] ?? passage, index + 1));
  const text = paragraphs(finding, ...extracts, phrases.noModelWroteThis);
  // PostgreSQL's text and jsonb refuse NUL, which a file may hold.
  return { text: text.replaceAll('\0', ''), citedLines };
}

function findingOf(phrases: Phrases, best: TurnPassage, shown: number): string {
  const place = placeOf(phrases, best);
  const finding = findingAt(phrases, best.origin, place);
  return shown > 1 ? `${finding} ${phrases.othersFollow}` : finding;
}

function findingAt(phrases: Phrases, origin: TurnPassage['origin'], place: string): string {
  if (origin === 'INDEX') return phrases.closest(place);
  return origin === 'CONFLUENCE' ? phrases.closestOnPage(place) : phrases.closestAttached(place);
}

function placeOf(phrases: Phrases, passage: TurnPassage): string {
  const lines = inlineCode(rangeName(nameOf(passage), passage));
  const symbol = symbolOf(passage);
  return symbol === null ? lines : phrases.inFile(inlineCode(symbol), lines);
}

function extractOf(passage: TurnPassage, range: LineRange, marker: number): string {
  const place = inlineCode(rangeName(nameOf(passage), range));
  const symbol = symbolOf(passage);
  const heading = symbol === null ? place : `${place} · ${inlineCode(symbol)}`;
  const first = range.startLine - passage.startLine;
  const lines = splitLines(passage.content)
    .slice(first, first + range.endLine - range.startLine + 1)
    .map((line) => line.text);
  const source = isOfFile(passage) ? passage : { language: 'markdown', path: '' };
  return paragraphs(`**[${marker}]** ${heading}`, codeBlock(lines, source));
}

function nameOf(passage: TurnPassage): string {
  return isOfFile(passage) ? passage.path : passage.title;
}

function symbolOf(passage: TurnPassage): string | null {
  return isOfFile(passage) ? passage.symbol : null;
}

function rangeName(path: string, { startLine, endLine }: LineRange): string {
  return startLine === endLine ? `${path}:${startLine}` : `${path}:${startLine}-${endLine}`;
}

function paragraphs(...parts: readonly string[]): string {
  return parts.join('\n\n');
}
