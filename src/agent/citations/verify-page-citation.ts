import type { StoredCitation } from '../../contracts/agent-runner.js';
import { sliceLines } from '../../shared/source-lines.js';
import type { PagePassage } from '../turn-state.js';
import type { LineRange } from './verify-citation.js';

/**
 * Holds lines of an attached page against the text that was fetched in this turn, which is its passage: VERIFIED when
 * they stand there. The page may have changed since; its version is in the citation.
 */
export function verifyPageCitation(marker: number, passage: PagePassage, range: LineRange): StoredCitation {
  const first = range.startLine - passage.startLine + 1;
  const quote = sliceLines(passage.content, first, range.endLine - passage.startLine + 1);
  const { url, pageId, pageVersion, headings } = passage;
  const heading = headings.findLast(({ line }) => line <= range.startLine)?.text ?? null;
  return {
    marker,
    source: { type: 'confluence', url, pageId, pageVersion, heading },
    quote,
    verdict: first >= 1 && range.endLine <= passage.endLine && quote.trim() !== '' ? 'VERIFIED' : 'UNVERIFIED',
  };
}
