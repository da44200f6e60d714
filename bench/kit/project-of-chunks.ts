import { createChunker } from '../../src/rag/chunking/chunker.js';
import { sourceLanguage } from '../../src/rag/indexing/triage/source-language.js';
import type { Files } from '../../tests/kit/story.js';
import { largeProject } from './large-project.js';

/** The first files of the large project that make at least `size` chunks. */
export async function projectOfChunks(size: number): Promise<Files> {
  const chunker = createChunker();
  const files: [string, string][] = [];
  let chunks = 0;
  for await (const [path, text] of largeProject()) {
    if (chunks >= size) break;
    files.push([path, text]);
    chunks += (await chunker.chunk({ path, text, language: sourceLanguage(path, text) })).length;
  }
  return Object.fromEntries(files);
}
