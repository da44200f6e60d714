import type { AgentInput } from '../../contracts/agent-runner.js';
import type { PageReader, WikiPage } from '../../contracts/page-reader.js';
import { ExpectedError, UpstreamError } from '../../shared/errors.js';
import { AgentFailure } from '../../shared/run-errors.js';
import { sliceLines, splitLines } from '../../shared/source-lines.js';
import type { PagePassage } from '../turn-state.js';
import { pageHeadings } from './page-headings.js';
import { mostCharactersOf, rangeWithinLimits } from './range-within-limits.js';

/** Fetches an attached page and takes what fits of it. Throws ATTACHMENT_FAILED where it cannot be had. */
export async function pagePassage(
  pages: PageReader | null,
  url: string,
  input: AgentInput,
  signal: AbortSignal,
): Promise<PagePassage> {
  if (pages === null) {
    throw new AgentFailure(
      'ATTACHMENT_FAILED',
      `The page ${url} cannot be read: this server has no Confluence configured. Send the message without it, or attach the text as a file.`,
    );
  }
  const page = await read(pages, url, signal);
  const { contentMarkdown: text } = page;
  const lineCount = splitLines(text).length;
  if (lineCount === 0) {
    throw new AgentFailure('ATTACHMENT_FAILED', `The page ${page.url} has no text. Send the message without it.`);
  }
  const range = rangeWithinLimits(text, { startLine: 1, endLine: lineCount }, input);
  return {
    origin: 'CONFLUENCE',
    url: page.url,
    pageId: page.pageId,
    pageVersion: page.version,
    title: page.title,
    fetchedAt: page.fetchedAt.toISOString(),
    ...range,
    // A paragraph is one line, however long: what is too much of it is cut, never in the middle of a character.
    content: sliceLines(text, range.startLine, range.endLine)
      .slice(0, mostCharactersOf(input))
      .replace(/[\uD800-\uDBFF]$/, ''),
    headings: pageHeadings(text).filter(({ line }) => line <= range.endLine),
  };
}

async function read(pages: PageReader, url: string, signal: AbortSignal): Promise<WikiPage> {
  try {
    return await pages.read(url, signal);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    const { retryable, retryAfterMs } =
      error instanceof UpstreamError ? error : { retryable: false, retryAfterMs: null };
    const message = `The attached page cannot be read. ${error.message}`;
    throw new AgentFailure('ATTACHMENT_FAILED', message, { retryable, retryAfterMs, cause: error });
  }
}
