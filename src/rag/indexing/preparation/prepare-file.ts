import { createHash } from 'node:crypto';
import { createChunker } from '../../chunking/chunker.js';
import { chunkTerms } from '../../retrieval/chunk-terms.js';
import { type PackedTerms, packTerms } from '../../retrieval/packed-terms.js';
import { decodeText } from '../decode-text.js';
import { sourceLanguage } from '../triage/source-language.js';

export interface FileToPrepare {
  readonly path: string;
  /** Raw, as stored. */
  readonly content: Uint8Array;
}

/** A chunk with all that a search by words needs; it can be sent from thread to thread. */
export interface PreparedChunk {
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string | null;
  readonly text: string;
  /** SHA-256 of the text's UTF-8 bytes, lower-case hex. */
  readonly textHash: string;
  /** Sum of the frequencies of all terms. */
  readonly length: number;
  readonly terms: PackedTerms;
}

export interface PreparedFile {
  readonly language: string | null;
  readonly chunks: readonly PreparedChunk[];
}

/**
 * What tells everything about a file that can be known from its path and bytes, with parsers of its own. The same input
 * always gives the same result.
 */
export function filePreparer(): (file: FileToPrepare) => Promise<PreparedFile> {
  const chunker = createChunker();
  return async ({ path, content }) => {
    const text = decodeText(content)?.text ?? '';
    const language = sourceLanguage(path, text);
    const chunks = await chunker.chunk({ path, text, language });
    return {
      language,
      chunks: chunks.map((chunk) => {
        const { length, terms } = chunkTerms({ path, symbol: chunk.symbol, text: chunk.text });
        const textHash = createHash('sha256').update(chunk.text).digest('hex');
        return { ...chunk, textHash, length, terms: packTerms(terms) };
      }),
    };
  };
}
