import { createChunker } from '../../src/rag/chunking/chunker.js';
import { triage } from '../../src/rag/indexing/triage.js';
import type { Files } from '../../tests/kit/story.js';
import { largeProject } from './large-project.js';

const LIMITS = { maxFileBytes: 2 * 1024 * 1024 };

/** The first files of the large project that make at least `size` chunks; without those that would be skipped. */
export async function projectOfChunks(size: number): Promise<Files> {
  const chunker = createChunker();
  const files: [string, string][] = [];
  let chunks = 0;
  for await (const [path, text] of largeProject()) {
    if (chunks >= size) break;
    const verdict = triage(path, Buffer.from(text), LIMITS);
    if (verdict.kind === 'skip') continue;
    files.push([path, text]);
    chunks += (await chunker.chunk({ path, text: verdict.text, language: verdict.language })).length;
  }
  return Object.fromEntries(files);
}
