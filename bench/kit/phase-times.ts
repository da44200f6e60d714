import { createHash } from 'node:crypto';
import { createChunker } from '../../src/rag/chunking/chunker.js';
import type { Chunk } from '../../src/rag/chunking/cut-chunks.js';
import { OfflineEmbedder } from '../../src/rag/embedding/offline-embedder.js';
import { vectorLiteral } from '../../src/rag/embedding/vector-literal.js';
import { takeInFiles } from '../../src/rag/indexing/intake.js';
import { sourceLanguage } from '../../src/rag/indexing/triage/source-language.js';
import { chunkTerms } from '../../src/rag/retrieval/chunk-terms.js';
import { type Files, toInputs } from '../../tests/kit/story.js';

const LIMITS = { maxFileBytes: 2 * 1024 * 1024, maxFilesPerRequest: 100_000 };

/**
 * What the computing half of indexing costs by phase, in milliseconds on one thread: the product's own functions, one
 * phase over all files after the other.
 */
export async function phaseTimes(files: Files): Promise<Readonly<Record<string, number>>> {
  const times: Record<string, number> = {};
  const timed = async <T>(phase: string, work: () => T | Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    times[phase] = performance.now() - start;
    return result;
  };
  const { entries, contents } = await timed('intake', () => takeInFiles(toInputs(files), LIMITS));
  const sources = entries.flatMap(({ path, contentHash }) => {
    const bytes = contents.get(contentHash ?? '');
    return bytes === undefined ? [] : [{ path, text: bytes.toString('utf8') }];
  });
  const chunks = await timed('chunking', () => chunkAll(sources));
  await timed('terms', () => {
    for (const chunk of chunks) chunkTerms(chunk);
  });
  await timed('embedding', async () => {
    const texts = [
      ...new Map(chunks.map(({ text }) => [createHash('sha256').update(text).digest('hex'), text])).values(),
    ];
    const vectors = await new OfflineEmbedder().embedDocuments(texts, new AbortController().signal);
    for (const vector of vectors) vectorLiteral(vector);
  });
  return times;
}

async function chunkAll(sources: readonly { path: string; text: string }[]): Promise<(Chunk & { path: string })[]> {
  const chunker = createChunker();
  const all: (Chunk & { path: string })[] = [];
  for (const { path, text } of sources) {
    const chunks = await chunker.chunk({ path, text, language: sourceLanguage(path, text) });
    for (const chunk of chunks) all.push({ ...chunk, path });
  }
  return all;
}
