import type { RagRetriever } from '../../contracts/rag-retriever.js';
import { sliceLines, splitLines } from '../../shared/source-lines.js';
import { withoutNul } from '../../shared/storable-text.js';
import type { TurnRun } from '../turn-run.js';
import type { FilePassage } from '../turn-state.js';
import { fileOverview } from './file-overview.js';
import type { FileRequest } from './file-request.js';
import { literalTexts } from './literal-texts.js';

const MOST_LISTED = 5_000;
const MOST_LIST_LINES = 150;
const MOST_FOUND_LINES = 12;
const LINES_AROUND = 3;
const MOST_READ_LINES = 200;
const MOST_READ_CHARACTERS = 10_000;

export interface LookedUp {
  /** What an answer can cite. */
  readonly passages: readonly FilePassage[];
  /** What else there is to say. */
  readonly note: string;
}

/**
 * Serves one request of the model. Only files of the turn's own session and owner can be seen: whatever the request
 * says, they are what is asked for here. What it gives is bounded in lines and characters.
 */
export async function lookUp(request: FileRequest, retriever: RagRetriever, run: TurnRun): Promise<LookedUp> {
  const { ownerId, sessionId } = run.input;
  const session = { ownerId, sessionId };
  switch (request.tool) {
    case 'list':
      return list(request.prefix);
    case 'grep':
      return grep(request.text, request.prefix);
    case 'read':
      return read(request.path, request.start ?? 1, request.end ?? null);
  }

  async function list(pathPrefix: string): Promise<LookedUp> {
    const { files, hasMore } = await retriever.listFiles({ ...session, pathPrefix, limit: MOST_LISTED });
    if (files.length === 0) return { passages: [], note: 'No path begins with that.' };
    const lines = fileOverview(files, MOST_LIST_LINES);
    return { passages: [], note: [...lines, ...(hasMore ? ['… and more files.'] : [])].join('\n') };
  }

  async function grep(written: string, pathPrefix: string): Promise<LookedUp> {
    const texts = literalTexts(written);
    if (texts.length === 0) return { passages: [], note: 'That is too short to look for.' };
    const request = { ...session, texts, pathPrefix, limit: MOST_FOUND_LINES, around: LINES_AROUND };
    const { found, isComplete } = await retriever.findLines(request, run.signal);
    const passages = found.map((lines) => ({ ...lines, symbol: null, origin: 'INDEX' as const }));
    const note = passages.length === 0 ? 'No line holds it.' : `Found at ${passages.map(placeOf).join(', ')}.`;
    return { passages, note: isComplete ? note : `${note} There may be more.` };
  }

  async function read(path: string, startLine: number, wantedEnd: number | null): Promise<LookedUp> {
    const file = await retriever.readFile({ ...session, path });
    if (file === null) return { passages: [], note: 'There is no such file that can be read.' };
    const lines = splitLines(file.text).map((line) => line.text);
    const count = lines.length;
    const endLine = lastLineWithin(lines, startLine, Math.min(wantedEnd ?? count, count));
    if (endLine === null) return { passages: [], note: `The file has ${count} lines, and none of those asked for.` };
    const content = beginningOf(withoutNul(sliceLines(file.text, startLine, endLine)));
    const { contentHash, version } = file;
    const passage = { path: file.path, startLine, endLine, contentHash, version, content };
    return {
      passages: [{ ...passage, symbol: null, language: null, origin: 'INDEX' }],
      note: `Lines ${startLine} to ${endLine} of ${count}.`,
    };
  }
}

/** The last line that can be given within the bounds, at least the first one; null when there is none. */
function lastLineWithin(lines: readonly string[], startLine: number, endLine: number): number | null {
  if (startLine > endLine) return null;
  let characters = 0;
  for (let line = startLine; line <= endLine; line += 1) {
    characters += (lines[line - 1]?.length ?? 0) + 1;
    const isBeyond = characters > MOST_READ_CHARACTERS || line - startLine >= MOST_READ_LINES;
    if (isBeyond) return Math.max(startLine, line - 1);
  }
  return endLine;
}

/** Of a single line that is longer, its beginning, without half of a character. */
function beginningOf(content: string): string {
  return content.slice(0, MOST_READ_CHARACTERS).replace(/[\uD800-\uDBFF]$/u, '');
}

function placeOf({ path, startLine, endLine }: FilePassage): string {
  return `${path}:${startLine}-${endLine}`;
}
