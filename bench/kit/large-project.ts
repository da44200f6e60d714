import type { Files } from '../../tests/kit/story.js';
import { realProject } from './real-project.js';

/** Identifiers this long are renamed in each copy; nearly every chunk has one. */
const LONG_IDENTIFIER = /\b[A-Za-z_]{10,}\b/g;

/**
 * Files of a project of any size: the real project again and again, in a folder of its own each time. In each copy the
 * long identifiers have other names, so that its texts and words are its own: equal texts would be embedded once and be
 * cheap. Within a copy the files come in an order that leads with no package.
 */
export async function* largeProject(): AsyncGenerator<readonly [path: string, text: string], never, undefined> {
  const originals = spread(Object.entries(await realProject()));
  for (let copy = 0; ; copy++) {
    for (const [path, text] of originals) {
      yield [`copy-${copy}/${path}`, copy === 0 ? text : text.replace(LONG_IDENTIFIER, `$&${letter(copy)}`)];
    }
  }
}

/** The first files that make at least `count` files and `bytes` bytes. */
export async function projectOfSize({ count, bytes }: { count: number; bytes: number }): Promise<Files> {
  const files: [string, string][] = [];
  let size = 0;
  for await (const [path, text] of largeProject()) {
    files.push([path, text]);
    size += Buffer.byteLength(text);
    if (files.length >= count && size >= bytes) break;
  }
  return Object.fromEntries(files);
}

/** Every 7th, then those between. */
function spread<T>(items: readonly T[]): T[] {
  const step = 7;
  return Array.from({ length: step }, (_, first) => items.filter((_, index) => index % step === first)).flat();
}

/** 1 → B, 2 → C …: a digit would be cut off as a word of its own. */
function letter(copy: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + copy);
}
