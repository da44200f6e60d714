import type { StoredCitation } from '../../contracts/agent-runner.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { bestLines } from '../citations/best-lines.js';
import { markersIn, paragraphsCiting } from '../citations/markers.js';
import { citationOfNothing, type LineRange, verifyCitation } from '../citations/verify-citation.js';
import { verifyPageCitation } from '../citations/verify-page-citation.js';
import type { TurnNode, TurnRun } from '../turn-run.js';
import { isOfFile, type TurnPassage, type TurnState } from '../turn-state.js';
import { contentWords } from '../words.js';

const LONGEST_QUOTE_LINES = 40;

/** Resolves each marker of the answer to lines of its passage, and holds them against the stored text. */
export function verifyCitations({ retriever }: Pick<AgentDependencies, 'retriever'>): TurnNode {
  return async (state, run) => {
    const citations: StoredCitation[] = [];
    for (const marker of markersIn(state.answer ?? '')) {
      run.signal.throwIfAborted();
      const passage = state.passages[marker - 1];
      citations.push(passage === undefined ? citationOfNothing(marker) : await verified(marker, passage, state, run));
    }
    return { citations };
  };

  async function verified(marker: number, passage: TurnPassage, state: TurnState, run: TurnRun) {
    const range = citedRange(state, marker, passage, run);
    if (!isOfFile(passage)) return verifyPageCitation(marker, passage, range);
    const { ownerId, sessionId } = run.input;
    const stored = await retriever.readContent({ ownerId, sessionId, contentHash: passage.contentHash });
    return verifyCitation(marker, passage, range, stored);
  }
}

/** The lines the answer showed; else the passage, of a long one the part nearest to the question and the claim. */
function citedRange({ answer, citedLines }: TurnState, marker: number, passage: TurnPassage, run: TurnRun): LineRange {
  const shown = citedLines.find((lines) => lines.marker === marker);
  if (shown !== undefined) return { startLine: shown.startLine, endLine: shown.endLine };
  const claim = `${run.input.text}\n${paragraphsCiting(answer ?? '', marker)}`;
  return bestLines(passage, contentWords(claim), LONGEST_QUOTE_LINES);
}
