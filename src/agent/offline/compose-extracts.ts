import type { LineRange } from '../citations/verify-citation.js';
import type { Language } from '../language.js';
import { LEAST_COVERAGE } from '../retrieval/least-coverage.js';
import { type CitedLines, isOfFile, type TurnPassage } from '../turn-state.js';
import { contentWords } from '../words.js';
import { codeBlock, inlineCode } from './markdown-code.js';
import { PHRASES, type Phrases } from './phrases.js';
import { type QuotedLines, quotedLines } from './quoted-lines.js';
import { symbolInLines } from './symbol-in-lines.js';

const MOST_EXTRACTS = 4;
const MOST_NEAREST = 3;

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
  const [best, ...others] = found.passages;
  if (best === undefined) return { text: paragraphs(phrases.nothingNear, phrases.noModelWroteThis), citedLines: [] };
  const isFound = best.origin !== 'INDEX' || found.coverage >= LEAST_COVERAGE;
  const wanted = contentWords(found.query);
  const extractOf = (passage: TurnPassage): Extract => ({ passage, quote: quotedLines(passage, wanted) });
  const shownOthers = others.slice(0, (isFound ? MOST_EXTRACTS : MOST_NEAREST) - 1);
  const extracts = [extractOf(best), ...shownOthers.map(extractOf)] as const;
  const finding = isFound ? findingOf(phrases, extracts) : phrases.notFound;
  const text = paragraphs(finding, ...extracts.map(shownExtract), phrases.noModelWroteThis);
  const citedLines = extracts.map(({ quote: { startLine, endLine } }, index) => ({
    marker: index + 1,
    startLine,
    endLine,
  }));
  // PostgreSQL's text and jsonb refuse NUL, which a file may hold.
  return { text: text.replaceAll('\0', ''), citedLines };
}

interface Extract {
  readonly passage: TurnPassage;
  readonly quote: QuotedLines;
}

function findingOf(phrases: Phrases, [best, ...others]: readonly [Extract, ...Extract[]]): string {
  const finding = findingAt(phrases, best.passage.origin, placeOf(phrases, best));
  return others.length > 0 ? `${finding} ${phrases.othersFollow}` : finding;
}

function findingAt(phrases: Phrases, origin: TurnPassage['origin'], place: string): string {
  if (origin === 'INDEX') return phrases.closest(place);
  return origin === 'CONFLUENCE' ? phrases.closestOnPage(place) : phrases.closestAttached(place);
}

function placeOf(phrases: Phrases, { passage, quote }: Extract): string {
  const lines = inlineCode(rangeName(nameOf(passage), quote));
  const symbol = symbolOf(passage, quote);
  return symbol === null ? lines : phrases.inFile(inlineCode(symbol), lines);
}

/** Where the quote was cut short an ellipsis stands below it: inside, it would not be what the citation verifies. */
function shownExtract({ passage, quote }: Extract, index: number): string {
  const place = inlineCode(rangeName(nameOf(passage), quote));
  const symbol = symbolOf(passage, quote);
  const heading = symbol === null ? place : `${place} · ${inlineCode(symbol)}`;
  const source = isOfFile(passage) ? passage : { language: 'markdown', path: '' };
  const block = codeBlock(quote.lines, source);
  return paragraphs(`**[${index + 1}]** ${heading}`, block, ...(quote.goesOn ? ['…'] : []));
}

function nameOf(passage: TurnPassage): string {
  return isOfFile(passage) ? passage.path : passage.title;
}

function symbolOf(passage: TurnPassage, range: LineRange): string | null {
  return isOfFile(passage) ? symbolInLines(passage, range) : null;
}

function rangeName(path: string, { startLine, endLine }: LineRange): string {
  return startLine === endLine ? `${path}:${startLine}` : `${path}:${startLine}-${endLine}`;
}

function paragraphs(...parts: readonly string[]): string {
  return parts.join('\n\n');
}
