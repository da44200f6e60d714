import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileManifestEntry } from '../generated/documents/graphql.js';
import { concurrently } from './concurrently.js';
import type { LeftOut } from './left-out.js';
import { isGone, type ProjectFile } from './project-files.js';

const FILES_AT_ONCE = 8;

/** Path and SHA-256 of every file; one that can no longer be read is added to `leftOut`, one that is gone is left out. */
export async function hashFiles(
  files: readonly ProjectFile[],
  leftOut: LeftOut,
  signal: AbortSignal,
): Promise<FileManifestEntry[]> {
  const entries = await concurrently(files, FILES_AT_ONCE, async ({ path, location }) => {
    signal.throwIfAborted();
    try {
      return { path, contentHash: await hash(location) };
    } catch (error) {
      if (!isGone(error)) leftOut.add('NOT_READABLE');
      return null;
    }
  });
  return entries.filter((entry) => entry !== null);
}

/** In pieces, so that memory does not grow with the file. */
async function hash(location: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const piece of createReadStream(location)) digest.update(piece);
  return digest.digest('hex');
}
