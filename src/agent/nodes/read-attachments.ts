import { createHash } from 'node:crypto';
import type { FileAttachment } from '../../contracts/agent-runner.js';
import type { FileText } from '../../contracts/rag-retriever.js';
import { AgentFailure } from '../../shared/errors.js';
import { sliceLines, splitLines } from '../../shared/source-lines.js';
import { withoutNul } from '../../shared/storable-text.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { bestLines } from '../citations/best-lines.js';
import type { LineRange } from '../citations/verify-citation.js';
import { searchQuery } from '../retrieval/search-query.js';
import type { TurnNode, TurnRun } from '../turn-run.js';
import type { TurnPassage } from '../turn-state.js';
import { contentWords } from '../words.js';

/** What one attachment may add to a turn; of a longer one the part nearest to the question is taken. */
const MOST_LINES = 400;
const MOST_CHARACTERS = 40_000;
/** What all of them may add together, about 25,000 tokens of English; each has an equal share. */
const MOST_CHARACTERS_OF_ALL = 100_000;

/** Makes passages of what the person attached. Throws ATTACHMENT_FAILED where that cannot be had. */
export function readAttachments({ retriever }: Pick<AgentDependencies, 'retriever'>): TurnNode {
  return async (_, run) => {
    const passages: TurnPassage[] = [];
    for (const attachment of run.input.attachments) {
      run.signal.throwIfAborted();
      if (attachment.type === 'confluence') {
        throw new AgentFailure(
          'ATTACHMENT_FAILED',
          `The page ${attachment.url} cannot be read: this server has no Confluence configured. Send the message without it, or attach the text as a file.`,
        );
      }
      passages.push(await passageOf(attachment, run));
    }
    return { passages };
  };

  async function passageOf(attachment: FileAttachment, run: TurnRun): Promise<TurnPassage> {
    const { ownerId, sessionId } = run.input;
    const indexed = await retriever.readFile({ ownerId, sessionId, path: attachment.path });
    const file = attachment.unsavedContent === null ? indexed : unsavedFile(attachment, indexed);
    if (file === null) {
      throw new AgentFailure(
        'ATTACHMENT_FAILED',
        `The attached file "${attachment.path}" is not in the index. Index it, or attach its text as unsaved content.`,
      );
    }
    const range = rangeWithinLimits(file.text, requestedRange(attachment, splitLines(file.text).length), run);
    return {
      path: file.path,
      ...range,
      contentHash: file.contentHash,
      version: file.version,
      symbol: null,
      language: null,
      content: withoutNul(sliceLines(file.text, range.startLine, range.endLine)),
      origin: file.contentHash === indexed?.contentHash ? 'ATTACHMENT' : 'UNSAVED_ATTACHMENT',
    };
  }
}

/** Text that was never stored, at the version of the file it changes; 0 for a file that is new. */
function unsavedFile({ path, unsavedContent }: FileAttachment, indexed: FileText | null): FileText {
  const text = unsavedContent ?? '';
  const contentHash = createHash('sha256').update(text, 'utf8').digest('hex');
  return { path, text, contentHash, version: indexed?.version ?? 0 };
}

function requestedRange({ path, startLine, endLine }: FileAttachment, lineCount: number): LineRange {
  const first = startLine ?? 1;
  const last = Math.min(endLine ?? lineCount, lineCount);
  if (first >= 1 && first <= last) return { startLine: first, endLine: last };
  throw new AgentFailure(
    'ATTACHMENT_FAILED',
    `The attached file "${path}" has ${lineCount} line(s), and none from ${first} to ${endLine ?? 'its end'}. Attach lines that it has.`,
  );
}

function rangeWithinLimits(text: string, requested: LineRange, { input }: TurnRun): LineRange {
  const share = Math.floor(MOST_CHARACTERS_OF_ALL / input.attachments.length);
  const mostCharacters = Math.min(MOST_CHARACTERS, share);
  const content = sliceLines(text, requested.startLine, requested.endLine);
  const wanted = contentWords(searchQuery(input));
  for (let most = MOST_LINES; most >= 1; most = Math.floor(most / 2)) {
    const range = bestLines({ content, startLine: requested.startLine }, wanted, most);
    if (sliceLines(text, range.startLine, range.endLine).length <= mostCharacters) return range;
  }
  throw new AgentFailure(
    'ATTACHMENT_FAILED',
    `An attached file has a line of more than ${mostCharacters} characters, which is the limit for each of ${input.attachments.length} attachment(s). Attach a part of it as unsaved content.`,
  );
}
