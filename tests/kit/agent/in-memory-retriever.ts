import { createHash } from 'node:crypto';
import { contentWords } from '../../../src/agent/words.js';
import type {
  FileListRequest,
  LineSearchRequest,
  ListedFile,
  Passage,
  RagRetriever,
  SearchRequest,
} from '../../../src/contracts/rag-retriever.js';
import { triage } from '../../../src/rag/indexing/triage.js';
import { matchingLines } from '../../../src/rag/retrieval/matching-lines.js';
import { sliceLines, splitLines } from '../../../src/shared/source-lines.js';

const CHUNK_LINES = 30;

const LIMITS = { maxFileBytes: 2 * 1024 * 1024 };

/**
 * A retriever over given files that ranks by shared words and remembers what it was asked; for tests. Files are
 * indexed or skipped as the server would.
 */
export class InMemoryRetriever implements RagRetriever {
  readonly searches: SearchRequest[] = [];
  readonly lineSearches: LineSearchRequest[] = [];
  private readonly files = new Map<string, StoredFile>();

  constructor(
    files: Readonly<Record<string, string | Uint8Array>>,
    private version = 1,
  ) {
    for (const [path, content] of Object.entries(files)) this.files.set(path, storedFile(path, content));
  }

  /** As an index job that brings another content of one file. */
  replace(path: string, content: string | Uint8Array): void {
    this.files.set(path, storedFile(path, content));
    this.version += 1;
  }

  async search(request: SearchRequest) {
    this.searches.push(request);
    const wanted = contentWords(request.query);
    const passages = [...this.files.values()]
      .flatMap((file) => this.chunksOf(file, wanted))
      .filter((passage) => passage.score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, request.topK);
    return { version: this.version, passages, coverage: passages[0]?.score ?? 0, candidates: null, embeddingTokens: 0 };
  }

  async readContent({ contentHash }: { contentHash: string }) {
    return [...this.files.values()].find((file) => file.contentHash === contentHash)?.text ?? null;
  }

  async readFile({ path }: { path: string }) {
    const file = this.files.get(path);
    if (file === undefined || file.text === null) return null;
    return { path, text: file.text, contentHash: file.contentHash, version: this.version };
  }

  async readBytes({ path }: { path: string }) {
    const file = this.files.get(path);
    if (file === undefined || file.text === null) return null;
    return { contentHash: file.contentHash, version: this.version, bytes: file.bytes };
  }

  async listFiles({ pathPrefix = '', after = '', limit }: FileListRequest) {
    const files = [...this.files.values()]
      .filter(({ path }) => path.startsWith(pathPrefix) && path > after)
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ bytes, text: _, ...file }) => ({ ...file, bytes: bytes.length }));
    return { version: this.version, files: files.slice(0, limit), hasMore: files.length > limit };
  }

  async findLines(request: LineSearchRequest) {
    this.lineSearches.push(request);
    const { pathPrefix = '', limit } = request;
    const found = [...this.files.values()]
      .filter(({ path, text }) => text !== null && path.startsWith(pathPrefix))
      .flatMap(({ path, text, contentHash, language }) =>
        matchingLines(text ?? '', { ...request, most: limit }).passages.map((lines) => ({
          ...lines,
          path,
          contentHash,
          language,
          version: this.version,
        })),
      );
    return { version: this.version, found, isComplete: true };
  }

  private chunksOf({ path, contentHash, ...file }: StoredFile, wanted: ReadonlySet<string>): Passage[] {
    const text = file.text ?? '';
    const lineCount = splitLines(text).length;
    const chunks: Passage[] = [];
    for (let startLine = 1; startLine <= lineCount; startLine += CHUNK_LINES) {
      const endLine = Math.min(lineCount, startLine + CHUNK_LINES - 1);
      const content = sliceLines(text, startLine, endLine);
      const words = contentWords(content);
      const score = [...wanted].filter((word) => words.has(word)).length / Math.max(1, wanted.size);
      const symbol = /(?:function|class) (\w+)/.exec(content)?.[1] ?? null;
      chunks.push({
        path,
        startLine,
        endLine,
        contentHash,
        version: this.version,
        symbol,
        language: file.language,
        content,
        score,
        scores: { lexical: score, vector: null },
      });
    }
    return chunks;
  }
}

interface StoredFile extends Omit<ListedFile, 'bytes'> {
  readonly bytes: Uint8Array;
  /** Null where it was skipped. */
  readonly text: string | null;
}

function storedFile(path: string, content: string | Uint8Array): StoredFile {
  const bytes = Buffer.from(content);
  const file = { path, bytes, contentHash: hashOf(bytes) };
  const verdict = triage(path, bytes, LIMITS);
  return verdict.kind === 'index'
    ? { ...file, status: 'INDEXED', reason: null, text: verdict.text, language: verdict.language }
    : { ...file, status: 'SKIPPED', reason: verdict.reason, text: null, language: null };
}

export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
