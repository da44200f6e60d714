import { constants } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { concurrently } from './concurrently.js';
import { listGitFiles } from './git-files.js';
import { walkFolder } from './ignore-walk.js';
import { LeftOut, type LeftOutReason } from './left-out.js';
import { decodeUtf8 } from './utf8.js';

const FILES_AT_ONCE = 16;
/** Characters that some file systems ignore when they compare names. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

export interface ProjectFile {
  /** As the server knows it: relative, with `/`, in Unicode's composed form (NFC). */
  readonly path: string;
  /** Where it is read from: absolute, in the form the file system has it. */
  readonly location: string;
  readonly bytes: number;
}

export interface FolderListing {
  /** By path. */
  readonly files: readonly ProjectFile[];
  readonly leftOut: LeftOut;
}

/** The files of a project that the server would take: what git lists or, outside git, what no .gitignore excludes. */
export async function listProjectFiles(folder: string, maxFileBytes: number): Promise<FolderListing> {
  const leftOut = new LeftOut();
  const names = await listNames(folder, leftOut);
  const examined = await concurrently(names, FILES_AT_ONCE, (name) => examine(folder, name, maxFileBytes));
  const files: ProjectFile[] = [];
  const taken = new Set<string>();
  for (const file of examined) {
    if (file === 'GONE') continue;
    if (typeof file === 'string') {
      leftOut.add(file);
      continue;
    }
    const key = collisionKey(file.path);
    if (taken.has(key)) leftOut.add('COLLIDING_NAME');
    else files.push(file);
    taken.add(key);
  }
  return { files, leftOut };
}

async function listNames(folder: string, leftOut: LeftOut): Promise<string[]> {
  const gitNames = await listGitFiles(folder);
  if (gitNames === null) return (await walkFolder(folder, leftOut)).sort();
  const names = new Set<string>();
  for (const bytes of gitNames) {
    const name = decodeUtf8(bytes);
    if (name === null) leftOut.add('NOT_UTF8_NAME');
    else names.add(name);
  }
  return [...names].sort();
}

/** `GONE`: git still tracks a file that has been deleted from the folder. */
async function examine(
  folder: string,
  name: string,
  maxFileBytes: number,
): Promise<ProjectFile | LeftOutReason | 'GONE'> {
  // git lists a repository inside the repository as one name that ends in a slash.
  if (name.endsWith('/')) return 'SUBMODULE';
  if (!isSafe(name)) return 'UNSAFE_NAME';
  const location = join(folder, name);
  try {
    const stats = await lstat(location);
    if (stats.isSymbolicLink()) return 'SYMBOLIC_LINK';
    if (stats.isDirectory()) return 'SUBMODULE';
    if (!stats.isFile()) return 'NOT_REGULAR';
    if (stats.size > maxFileBytes) return 'TOO_LARGE';
    await access(location, constants.R_OK);
    return { path: name.normalize('NFC'), location, bytes: stats.size };
  } catch (error) {
    return isGone(error) ? 'GONE' : 'NOT_READABLE';
  }
}

/**
 * Whether the server would take the name. It refuses a request that has one unsafe path, so one such file must not keep
 * the others from being sent.
 */
function isSafe(name: string): boolean {
  const isGitFolder = (segment: string) => segment.replace(INVISIBLE, '').toLowerCase() === '.git';
  return !/[\p{Cc}\u2028\u2029\\]/u.test(name) && !/^[A-Za-z]:/.test(name) && !name.split('/').some(isGitFolder);
}

/** Equal for two paths that a file system may take for one, by the server's own rule. */
function collisionKey(path: string): string {
  return path.toLowerCase().toUpperCase().normalize('NFC');
}

export function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
