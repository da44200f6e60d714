import type { AgentInput } from '../../contracts/agent-runner.js';
import { sliceLines } from '../../shared/source-lines.js';
import { bestLines } from '../citations/best-lines.js';
import type { LineRange } from '../citations/verify-citation.js';
import { searchQuery } from '../retrieval/search-query.js';
import { contentWords } from '../words.js';

/** What one attachment may add to a turn; of a longer one the part nearest to the question is taken. */
const MOST_LINES = 400;
const MOST_CHARACTERS = 40_000;
/** What all of them may add together, about 25,000 tokens of English; each has an equal share. */
const MOST_CHARACTERS_OF_ALL = 100_000;

/** Characters that each attachment of this message may add. */
export function mostCharactersOf({ attachments }: AgentInput): number {
  return Math.min(MOST_CHARACTERS, Math.floor(MOST_CHARACTERS_OF_ALL / attachments.length));
}

/** The part of the requested lines that fits; one line at the least, which may be too long by itself. */
export function rangeWithinLimits(text: string, requested: LineRange, input: AgentInput): LineRange {
  const content = sliceLines(text, requested.startLine, requested.endLine);
  const wanted = contentWords(searchQuery(input));
  for (let most = MOST_LINES; ; most = Math.floor(most / 2)) {
    const range = bestLines({ content, startLine: requested.startLine }, wanted, most);
    const fits = sliceLines(text, range.startLine, range.endLine).length <= mostCharactersOf(input);
    if (fits || most === 1) return range;
  }
}
