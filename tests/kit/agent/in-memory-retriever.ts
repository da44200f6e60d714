import { createHash } from 'node:crypto';
import { contentWords } from '../../../src/agent/words.js';
import type { Passage, RagRetriever, SearchRequest } from '../../../src/contracts/rag-retriever.js';
import { sliceLines, splitLines } from '../../../src/shared/source-lines.js';

const CHUNK_LINES = 30;

/** A retriever over given texts that ranks by shared words and remembers what it was asked; for tests. */
export class InMemoryRetriever implements RagRetriever {
  readonly searches: SearchRequest[] = [];
  private readonly files: ReadonlyMap<string, string>;

  constructor(
    files: Readonly<Record<string, string>>,
    private readonly version = 1,
  ) {
    this.files = new Map(Object.entries(files));
  }

  async search(request: SearchRequest) {
    this.searches.push(request);
    const wanted = contentWords(request.query);
    const passages = [...this.files.keys()]
      .flatMap((path) => this.chunksOf(path, wanted))
      .filter((passage) => passage.score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, request.topK);
    return { version: this.version, passages, coverage: passages[0]?.score ?? 0, candidates: null, embeddingTokens: 0 };
  }

  async readContent({ contentHash }: { contentHash: string }) {
    return [...this.files.values()].find((text) => hashOf(text) === contentHash) ?? null;
  }

  async readFile({ path }: { path: string }) {
    const text = this.files.get(path);
    return text === undefined ? null : { path, text, contentHash: hashOf(text), version: this.version };
  }

  private chunksOf(path: string, wanted: ReadonlySet<string>): Passage[] {
    const text = this.files.get(path) ?? '';
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
        contentHash: hashOf(text),
        version: this.version,
        symbol,
        language: path.endsWith('.ts') ? 'typescript' : null,
        content,
        score,
        scores: { lexical: score, vector: null },
      });
    }
    return chunks;
  }
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
