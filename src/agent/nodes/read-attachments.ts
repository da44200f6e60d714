import { createHash } from 'node:crypto';
import type { FileAttachment } from '../../contracts/agent-runner.js';
import type { FileText } from '../../contracts/rag-retriever.js';
import { AgentFailure } from '../../shared/run-errors.js';
import { sliceLines, splitLines } from '../../shared/source-lines.js';
import { withoutNul } from '../../shared/storable-text.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { pagePassage } from '../attachments/page-passage.js';
import { mostCharactersOf, rangeWithinLimits } from '../attachments/range-within-limits.js';
import type { LineRange } from '../citations/verify-citation.js';
import type { TurnNode, TurnRun } from '../turn-run.js';
import type { FilePassage, TurnPassage } from '../turn-state.js';

/** Makes passages of what the person attached. Throws ATTACHMENT_FAILED where that cannot be had. */
export function readAttachments({ retriever, pages }: Pick<AgentDependencies, 'retriever' | 'pages'>): TurnNode {
  return async (_, run) => {
    const passages: TurnPassage[] = [];
    for (const attachment of run.input.attachments) {
      run.signal.throwIfAborted();
      passages.push(
        attachment.type === 'file'
          ? await passageOf(attachment, run)
          : await pagePassage(pages, attachment.url, run.input, run.signal),
      );
    }
    return { passages };
  };

  async function passageOf(attachment: FileAttachment, run: TurnRun): Promise<FilePassage> {
    const { ownerId, sessionId } = run.input;
    const indexed = await retriever.readFile({ ownerId, sessionId, path: attachment.path });
    const file = attachment.unsavedContent === null ? indexed : unsavedFile(attachment, indexed);
    if (file === null) {
      throw new AgentFailure(
        'ATTACHMENT_FAILED',
        `The attached file "${attachment.path}" is not in the index. Index it, or attach its text as unsaved content.`,
      );
    }
    const range = rangeWithinLimits(file.text, requestedRange(attachment, splitLines(file.text).length), run.input);
    const content = sliceLines(file.text, range.startLine, range.endLine);
    refuseLongLine(content, run);
    return {
      path: file.path,
      ...range,
      contentHash: file.contentHash,
      version: file.version,
      symbol: null,
      language: null,
      content: withoutNul(content),
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

function refuseLongLine(content: string, { input }: TurnRun): void {
  const most = mostCharactersOf(input);
  if (content.length <= most) return;
  throw new AgentFailure(
    'ATTACHMENT_FAILED',
    `An attached file has a line of more than ${most} characters, which is the limit for each of ${input.attachments.length} attachment(s). Attach a part of it as unsaved content.`,
  );
}
