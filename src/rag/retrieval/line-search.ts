import type { FoundLines, LineSearchOutcome, LineSearchRequest } from '../../contracts/rag-retriever.js';
import type { Sql } from '../../shared/database/sql.js';
import { InvalidInputError, NotFoundError } from '../../shared/errors.js';
import { decodeText } from '../indexing/decode-text.js';
import { LineStore, type SearchableFile } from './line-store.js';
import { matchingLines } from './matching-lines.js';

/** What one call reads at the most. */
const MOST_FILES = 10_000;
const MOST_BYTES = 32 * 1024 * 1024;
/** What is read at once: about 5 ms of decoding and searching, and no more than that holds up other requests. */
const BATCH_FILES = 100;
const BATCH_BYTES = 1024 * 1024;

const MOST_TEXTS = 10;
const SHORTEST_TEXT = 2;
const LONGEST_TEXT = 200;
const SHARE_OF_ONE_FILE = 0.25;

/** Finds lines by reading files, where the index finds passages: exactly, but bounded. */
export class LineSearch {
  readonly #store: LineStore;

  constructor(sql: Sql) {
    this.#store = new LineStore(sql);
  }

  /**
   * Throws `InvalidInputError` for no text or one too short or too long, `NotFoundError` when the owner has no such
   * session, the signal's reason once aborted.
   */
  async find(request: LineSearchRequest, signal: AbortSignal): Promise<LineSearchOutcome> {
    validate(request);
    const { ownerId, sessionId, texts, around, limit } = request;
    const pathPrefix = request.pathPrefix?.normalize('NFC') ?? '';
    const listed = await this.#store.files({ ownerId, sessionId, pathPrefix, limit: MOST_FILES + 1 });
    if (listed === null) throw new NotFoundError('RAG session', sessionId);
    const { sessionKey, version } = listed;
    const files = withinBytes(listed.files.slice(0, MOST_FILES));
    const found: FoundLines[] = [];
    let left = limit;
    let isComplete = files.length === listed.files.length;
    for (const batch of batchesOf(files)) {
      signal.throwIfAborted();
      const contents = await this.#store.contents(sessionKey, [...new Set(batch.map((file) => file.contentHash))]);
      for (const { path, contentHash, language } of batch) {
        const content = contents.get(contentHash);
        const text = content === undefined ? null : (decodeText(content)?.text ?? null);
        if (text === null) continue;
        const most = Math.min(left, Math.max(1, Math.floor(limit * SHARE_OF_ONE_FILE)));
        const matching = matchingLines(text, { texts, around, most });
        found.push(...matching.passages.map((lines) => ({ ...lines, path, contentHash, version, language })));
        left -= matching.count;
        if (matching.hasMore) isComplete = false;
        if (left === 0) return { version, found, isComplete: isComplete && path === listed.files.at(-1)?.path };
      }
    }
    return { version, found, isComplete };
  }
}

function validate({ texts }: LineSearchRequest): void {
  const isSearchable = (text: string) => text.trim().length >= SHORTEST_TEXT && text.length <= LONGEST_TEXT;
  if (texts.length === 0 || texts.length > MOST_TEXTS || !texts.every(isSearchable)) {
    throw InvalidInputError.of(
      ['texts'],
      `must be 1 to ${MOST_TEXTS} texts of ${SHORTEST_TEXT} to ${LONGEST_TEXT} characters each. Say what to look for.`,
    );
  }
}

/** The first files that together are not larger than one call may read. */
function withinBytes(files: readonly SearchableFile[]): readonly SearchableFile[] {
  let bytes = 0;
  const beyond = files.findIndex((file) => {
    bytes += file.bytes;
    return bytes > MOST_BYTES;
  });
  return beyond === -1 ? files : files.slice(0, beyond);
}

function* batchesOf(files: readonly SearchableFile[]): Generator<readonly SearchableFile[]> {
  let batch: SearchableFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (batch.length > 0 && (batch.length === BATCH_FILES || bytes + file.bytes > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(file);
    bytes += file.bytes;
  }
  if (batch.length > 0) yield batch;
}
