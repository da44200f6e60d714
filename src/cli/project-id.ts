import { createHash } from 'node:crypto';
import { basename } from 'node:path';

/** Well within what the server takes as a project's id. */
const LONGEST_NAME = 100;

/**
 * The client's name for a folder: its last name, and 8 hexadecimal digits of its path's SHA-256 so that two folders of
 * one name are two projects. `realFolder` has its symbolic links resolved, so that every way there is the same project.
 */
export function projectIdOf(realFolder: string): string {
  const digest = createHash('sha256').update(realFolder).digest('hex').slice(0, 8);
  const name = basename(realFolder)
    .slice(0, LONGEST_NAME)
    .toWellFormed()
    .replace(/\p{Cc}/gu, '');
  return `${name || 'root'}-${digest}`;
}
