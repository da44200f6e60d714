import { shorten } from './errors.js';

/** What Linux allows: PATH_MAX and NAME_MAX, in bytes of UTF-8. */
const LONGEST_PATH = 4096;
const LONGEST_SEGMENT = 255;

/** C0, DEL and C1, and the two separators that break lines in logs and terminals. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const HALF_A_PAIR = /\p{Surrogate}/u;
/** Characters that file systems ignore when comparing names: `.g<U+200C>it` opens `.git` on HFS+. */
const IGNORABLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

export type NormalizedPath =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly message: string };

/**
 * The one form of a project path: POSIX, relative, NFC. Only the Unicode form is put right; everything else that is
 * off is refused, with a message that names the path, the rule and the way out.
 */
export function normalizePath(path: string): NormalizedPath {
  const normalized = path.normalize('NFC');
  const problem = problemOf(normalized);
  if (problem === null) return { ok: true, path: normalized };
  return { ok: false, message: `${quote(path)} ${problem}` };
}

/**
 * Paths that cannot live side by side in one checkout: repeats, and paths that differ only in case or Unicode form.
 * Each later one is reported with its index and a message that names the earlier one. One pass over `paths`.
 */
export function findCollisions(paths: readonly string[]): Array<{ index: number; message: string }> {
  const firstByKey = new Map<string, string>();
  const collisions: Array<{ index: number; message: string }> = [];
  for (const [index, path] of paths.entries()) {
    const key = collisionKey(path);
    const first = firstByKey.get(key);
    if (first === undefined) {
      firstByKey.set(key, path);
    } else if (first === path) {
      collisions.push({ index, message: `${quote(path)} is given twice. Give each path once.` });
    } else {
      collisions.push({
        index,
        message: `${quote(path)} differs from ${quote(first)} only in case or Unicode form, which many file systems do not tell apart. Rename one of them.`,
      });
    }
  }
  return collisions;
}

/**
 * The same for all paths that many file systems do not tell apart.
 *
 * Lower-casing first brings characters that share a lower case together (K and the Kelvin sign), upper-casing then
 * those that share an upper case (σ and ς, ß and ss, ﬁ and fi), as Unicode's full case folding does. It also joins
 * dotless ı with i, which folding keeps apart: a needless refusal is better than a lost file. NFC again, since mapping
 * case can leave a decomposed form. Not NFKC, which would join ² with 2 although file systems tell them apart.
 */
export function collisionKey(path: string): string {
  return path.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC');
}

function problemOf(path: string): string | null {
  if (path === '') return 'is an empty path. Give the path relative to the project root, such as "src/main.ts".';
  if (HALF_A_PAIR.test(path))
    return 'has half of a surrogate pair, which is no character. Send the name as valid Unicode.';
  if (CONTROL.test(path)) return 'has a control character, which paths may not have. Rename the file.';
  if (path.includes('\\')) return 'has a backslash, which paths may not have. Separate folders with "/".';
  if (path.startsWith('/')) return 'is absolute. Give the path relative to the project root, without the leading "/".';
  if (/^[A-Za-z]:/.test(path)) return 'starts with a drive letter. Give the path relative to the project root.';
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    return `has ${Buffer.byteLength(path)} bytes; a path has at most ${LONGEST_PATH}. Shorten it or leave the file out.`;
  }
  for (const segment of path.split('/')) {
    const problem = problemOfSegment(segment);
    if (problem !== null) return problem;
  }
  return null;
}

function problemOfSegment(segment: string): string | null {
  if (segment === '') return 'has an empty segment. Use one "/" between names and none at the end.';
  if (segment === '.' || segment === '..') {
    return `has the segment "${segment}", which could point elsewhere. Give the path relative to the project root, resolved.`;
  }
  if (segment.replace(IGNORABLE, '').toLowerCase() === '.git') {
    return "is inside git's own folder, which is no part of the project. Leave it out.";
  }
  if (Buffer.byteLength(segment) > LONGEST_SEGMENT) {
    return `has a name of ${Buffer.byteLength(segment)} bytes; a name has at most ${LONGEST_SEGMENT}. Shorten it or leave the file out.`;
  }
  return null;
}

/** As JSON, so that what makes a path bad can be seen. */
function quote(path: string): string {
  return JSON.stringify(shorten(path));
}
