import type { ProblemReason } from '../../generated/prisma/enums.js';
import { findSuspectedSecret } from '../../shared/secrets/suspected-secret.js';
import { decodeText, utf16Encoding } from './decode-text.js';
import { findBinaryContent } from './triage/binary-content.js';
import { findGeneratedMark } from './triage/generated-file.js';
import { findMinifiedCode } from './triage/minified-code.js';
import { sourceLanguage } from './triage/source-language.js';

/** Folders that no project means to have searched. Kept short: vendored code, build output and the like may be wanted. */
const IGNORED_FOLDERS = ['node_modules', '.git'];

export type Triage =
  | { readonly kind: 'index'; readonly text: string; readonly language: string | null }
  | { readonly kind: 'skip'; readonly reason: SkipReason; readonly detail: string };

export type SkipReason = Exclude<ProblemReason, 'EMBEDDING_FAILED'>;

/**
 * Decides whether a file is worth indexing, and gives its text and language if so. `detail` tells a person what was
 * found and never repeats a secret. The same path and bytes always get the same verdict. Never throws.
 */
export function triage(path: string, bytes: Uint8Array, limits: { readonly maxFileBytes: number }): Triage {
  const folder = path.split('/').find((segment) => IGNORED_FOLDERS.includes(segment));
  if (folder !== undefined) return skip('IGNORED', `inside a folder named ${folder}`);
  if (bytes.length > limits.maxFileBytes) {
    return skip('TOO_LARGE', `${bytes.length} bytes; the limit is ${limits.maxFileBytes} (MAX_FILE_BYTES)`);
  }
  const binary = utf16Encoding(bytes) === null ? findBinaryContent(bytes) : null;
  if (binary !== null) return skip('BINARY', binary);
  const decoded = decodeText(bytes);
  if (decoded === null) {
    return skip('UNDECODABLE', 'neither UTF-8, UTF-16 with a byte order mark, windows-1251 nor windows-1252');
  }
  const { text } = decoded;
  const generated = findGeneratedMark(path, text);
  if (generated !== null) return skip('GENERATED', generated);
  const minified = findMinifiedCode(path, text);
  if (minified !== null) return skip('MINIFIED', minified);
  const secret = findSuspectedSecret(path, text);
  if (secret !== null) return skip('SECRET_SUSPECTED', `${secret.rule} in line ${secret.line}`);
  return { kind: 'index', text, language: sourceLanguage(path, text) };
}

function skip(reason: SkipReason, detail: string): Triage {
  return { kind: 'skip', reason, detail };
}
