import { createHash } from 'node:crypto';
import type { FileInput } from '../generated/documents/graphql.js';
import { decodeUtf8 } from './utf8.js';

/** A file as it is sent: as text when its bytes are UTF-8, else as base64. Either way the server gets the same bytes. */
export function encodeFile(path: string, bytes: Buffer): FileInput {
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  const text = decodeUtf8(bytes);
  return text === null
    ? { path, content: bytes.toString('base64'), encoding: 'BASE64', contentHash }
    : { path, content: text, encoding: 'UTF8', contentHash };
}
