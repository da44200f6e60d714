import type { SourceLines } from '../../contracts/rag-retriever.js';
import { isOfFile, type TurnPassage } from '../turn-state.js';

/** Whether all lines of `one` stand in `passage`, which then need not be given twice. */
export function holdsLines(passage: TurnPassage, one: SourceLines): boolean {
  return (
    isOfFile(passage) &&
    passage.path === one.path &&
    passage.startLine <= one.startLine &&
    passage.endLine >= one.endLine
  );
}
