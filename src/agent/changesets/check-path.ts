import { shorten } from '../../shared/errors.js';
import { collisionKey, normalizePath } from '../../shared/project-path.js';
import { forbiddenPlace } from './forbidden-places.js';
import type { ProjectFiles } from './project-files.js';

/** Names that Windows gives to devices, and characters it has in no name. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const NOT_ON_WINDOWS = /[<>:"|?*]|[. ]$/;

/**
 * What is wrong with the place of an operation, as a sentence; null when nothing is. `others` are the normal paths of
 * the operations before it.
 */
export function problemOfPath(
  { op, path }: { readonly op: 'create' | 'update' | 'delete'; readonly path: string },
  { files }: Pick<ProjectFiles, 'files'>,
  others: readonly string[],
): string | null {
  const normalized = normalizePath(path);
  if (!normalized.ok) return normalized.message;
  const place = forbiddenPlace(normalized.path);
  if (place !== null) return `${quote(path)} belongs to ${place}, which the agent may not touch.`;
  if (others.includes(normalized.path)) return `${quote(path)} has another operation already. A file has one.`;
  if (op !== 'create') return null;
  return problemOfNewPath(normalized.path, [...files.keys(), ...others]);
}

function problemOfNewPath(path: string, taken: readonly string[]): string | null {
  const segments = path.split('/');
  const unportable = segments.find((segment) => DEVICE.test(segment) || NOT_ON_WINDOWS.test(segment));
  if (unportable !== undefined) {
    return `${quote(path)} has the name ${quote(unportable)}, which a file cannot have on every system. Choose another.`;
  }
  const prefixes = segments.map((_, index) => {
    const name = segments.slice(0, index + 1).join('/');
    return { name, key: collisionKey(name), depth: index + 1 };
  });
  for (const other of taken) {
    if (other === path) continue;
    const key = collisionKey(other);
    for (const prefix of prefixes) {
      const isWhole = key === prefix.key;
      if (!isWhole && !key.startsWith(`${prefix.key}/`)) break;
      const existing = other.split('/').slice(0, prefix.depth).join('/');
      if (existing !== prefix.name) {
        return `${quote(path)} differs from ${quote(existing)} only in case or Unicode form, which many file systems do not tell apart. Use the name that exists.`;
      }
      if (isWhole) return `${quote(path)} would lie in ${quote(other)}, which is a file. Choose another folder.`;
      if (prefix.name === path) return `${quote(path)} is a folder. Choose another name.`;
    }
  }
  return null;
}

function quote(path: string): string {
  return JSON.stringify(shorten(path));
}
