import { realpath, stat } from 'node:fs/promises';
import { UsageError } from './cli-error.js';

/** The folder with its symbolic links resolved. Throws a `UsageError` when it is none. */
export async function openProjectFolder(folder: string): Promise<string> {
  try {
    const resolved = await realpath(folder);
    if ((await stat(resolved)).isDirectory()) return resolved;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`--project "${folder}" cannot be opened (${code}). Name an existing folder.`);
  }
  throw new UsageError(`--project "${folder}" is a file. Name the folder it is in.`);
}
