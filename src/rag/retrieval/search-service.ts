import type { Embedder } from '../../contracts/embedder.js';
import type {
  FileBytes,
  FileList,
  FileListRequest,
  FileText,
  LineSearchOutcome,
  LineSearchRequest,
  Passage,
  RagRetriever,
  SearchCandidate,
  SearchOutcome,
  SearchRequest,
} from '../../contracts/rag-retriever.js';
import type { Sql } from '../../shared/database/sql.js';
import { type FieldError, InvalidInputError, NotFoundError } from '../../shared/errors.js';
import { vectorLiteral } from '../embedding/vector-literal.js';
import { sketchOf } from '../embedding/vector-sketch.js';
import { decodeText } from '../indexing/decode-text.js';
import { analyzeQuery } from './analyzer.js';
import { type Candidate, selectCandidates } from './candidate-selection.js';
import { ContentStore } from './content-store.js';
import { coverageOf } from './coverage.js';
import { FileListStore } from './file-list-store.js';
import { LineSearch } from './line-search.js';
import { MOST_PASSAGES } from './most-passages.js';
import { expandQuery } from './query-expansion.js';
import { weighWords } from './query-words.js';
import { SearchStore } from './search-store.js';
import { asksForTests } from './test-files.js';

/** Each list is read to this depth at the least, so that duplicates and full files leave enough to choose from. */
const LEAST_DEPTH = 60;
const DEPTH_PER_PASSAGE = 3;

/** Finds the passages of a session's files that answer a question. */
export class SearchService implements RagRetriever {
  readonly #search: SearchStore;
  readonly #contents: ContentStore;
  readonly #files: FileListStore;
  readonly #lines: LineSearch;
  readonly #embedder: Embedder;

  constructor({ sql, embedder }: { sql: Sql; embedder: Embedder }) {
    this.#search = new SearchStore(sql);
    this.#contents = new ContentStore(sql);
    this.#files = new FileListStore(sql);
    this.#lines = new LineSearch(sql);
    this.#embedder = embedder;
  }

  /**
   * Throws `InvalidInputError` for an empty query, a `topK` outside 1 to 100 or a path that no file can have,
   * `NotFoundError` when the owner has no such session, `EmbeddingError` when the query's vector cannot be had.
   */
  async search(request: SearchRequest, signal: AbortSignal): Promise<SearchOutcome> {
    const query = request.query.trim();
    validate({ ...request, query });
    const { ownerId, sessionId, topK, mode = 'HYBRID' } = request;
    const terms = expandQuery(analyzeQuery(query));
    const embedded = mode === 'LEXICAL' ? null : await this.#embedder.embedQuery(query, signal);
    signal.throwIfAborted();
    const found = await this.#search.search({
      ownerId,
      sessionId,
      terms,
      lexical: mode !== 'VECTOR',
      vector: embedded === null ? null : vectorLiteral(embedded.vector),
      sketch: embedded === null ? null : sketchOf(embedded.vector),
      space: this.#embedder.space,
      pathPrefix: request.pathPrefix?.normalize('NFC') || null,
      depth: Math.max(LEAST_DEPTH, topK * DEPTH_PER_PASSAGE),
    });
    if (found === null) throw new NotFoundError('RAG session', sessionId);
    const { version } = found;
    const words = weighWords({ ...found, terms });
    const candidates = selectCandidates(found.chunks, {
      topK,
      testsWanted: asksForTests(query),
      words: mode === 'VECTOR' ? null : words,
    });
    const chosen = candidates.filter(({ droppedBecause }) => droppedBecause === null);
    const [best] = chosen;
    return {
      version,
      passages: chosen.map((candidate) => toPassage(candidate, version)),
      coverage: best === undefined ? 0 : coverageOf(best.chunk, words),
      candidates: request.explain === true ? candidates.map((each, index) => explain(each, index + 1, version)) : null,
      embeddingTokens: embedded?.tokens ?? 0,
    };
  }

  async readContent(source: { ownerId: string; sessionId: string; contentHash: string }): Promise<string | null> {
    const stored = await this.#contents.byHash(source);
    if (stored === null) throw new NotFoundError('RAG session', source.sessionId);
    return stored.content === null ? null : (decodeText(stored.content)?.text ?? null);
  }

  async readFile(source: { ownerId: string; sessionId: string; path: string }): Promise<FileText | null> {
    const file = await this.readBytes(source);
    if (file === null) return null;
    const { contentHash, version, bytes } = file;
    const decoded = decodeText(bytes);
    return decoded === null ? null : { path: source.path.normalize('NFC'), contentHash, version, text: decoded.text };
  }

  async readBytes(source: { ownerId: string; sessionId: string; path: string }): Promise<FileBytes | null> {
    const stored = await this.#contents.byPath({ ...source, path: source.path.normalize('NFC') });
    if (stored === null) throw new NotFoundError('RAG session', source.sessionId);
    const { version, contentHash, content } = stored;
    return contentHash === null || content === null ? null : { contentHash, version, bytes: content };
  }

  async listFiles(request: FileListRequest): Promise<FileList> {
    const list = await this.#files.list({
      ...request,
      pathPrefix: request.pathPrefix?.normalize('NFC'),
      after: request.after?.normalize('NFC'),
    });
    if (list === null) throw new NotFoundError('RAG session', request.sessionId);
    return list;
  }

  findLines(request: LineSearchRequest, signal: AbortSignal): Promise<LineSearchOutcome> {
    return this.#lines.find(request, signal);
  }
}

function validate({ query, topK, pathPrefix }: SearchRequest): void {
  const errors: FieldError[] = [];
  if (query === '') errors.push({ path: ['query'], message: 'must not be empty. Say what to look for.' });
  if (!Number.isInteger(topK) || topK < 1 || topK > MOST_PASSAGES) {
    errors.push({
      path: ['topK'],
      message: `is ${topK}; it must be a whole number from 1 to ${MOST_PASSAGES}. Ask for so many.`,
    });
  }
  if (pathPrefix?.includes('\0') === true) {
    errors.push({ path: ['pathPrefix'], message: 'must not contain a NUL character: no path has one.' });
  }
  if (errors.length > 0) throw new InvalidInputError(errors);
}

function toPassage({ chunk, score }: Candidate, version: number): Passage {
  return {
    ...sourceOf(chunk, version),
    symbol: chunk.symbol,
    language: chunk.language,
    content: chunk.text,
    score,
    scores: { lexical: chunk.lexicalScore, vector: chunk.similarity },
  };
}

function explain({ chunk, score, droppedBecause }: Candidate, rank: number, version: number): SearchCandidate {
  const scores = { lexical: chunk.lexicalScore, vector: chunk.similarity };
  return { ...sourceOf(chunk, version), score, scores, rank, droppedBecause };
}

function sourceOf(chunk: Candidate['chunk'], version: number) {
  const { path, startLine, endLine, contentHash } = chunk;
  return { path, startLine, endLine, contentHash, version };
}
