import { isUtf8 } from 'node:buffer';
import type { DraftTarget } from './draft-operation.js';
import type { ProjectFiles } from './project-files.js';

/** What an operation starts from: the whole text, byte order mark included, and its hash; both null for a new file. */
export interface Base {
  readonly text: string;
  readonly hash: string | null;
}

export type BaseResult = { readonly ok: true; readonly base: Base } | { readonly ok: false; readonly problem: string };

/**
 * What the index has of a target's file. `path` is its normal path, `unsaved` the texts that are open in the
 * person's editor by path: where they differ from the index, its bytes are not what the person sees.
 */
export function baseOf(
  { op, seenHash }: DraftTarget,
  path: string,
  { files, bytes }: ProjectFiles,
  unsaved: ReadonlyMap<string, string>,
): BaseResult {
  const file = files.get(path);
  const open = unsaved.get(path);
  if (op === 'create') {
    if (file !== undefined) return bad('The file exists already. Update it instead.');
    if (open !== undefined) return bad('The file is open with unsaved text. Save and index it, and ask again.');
    return { ok: true, base: { text: '', hash: null } };
  }
  if (file === undefined) return bad('The index has no such file. Name one that it has, or create it.');
  const raw = bytes.get(path);
  if (file.status !== 'INDEXED' || raw === undefined) {
    return bad(
      `The index does not hold the text of this file (${file.reason ?? file.status}), so it cannot be edited.`,
    );
  }
  if (!isUtf8(raw)) return bad('The file is not UTF-8. Only UTF-8 can be edited byte for byte; convert it first.');
  const text = Buffer.from(raw).toString('utf8');
  if (text.includes('\0')) return bad('The file has a NUL character, which no proposal can hold.');
  if (open !== undefined && open !== text && `\ufeff${open}` !== text) {
    return bad('The file is open with unsaved text, which the index does not have. Save and index it, and ask again.');
  }
  if (seenHash !== null && seenHash !== file.contentHash) {
    return bad('The file has changed in the index since it was read for this proposal. Ask again.');
  }
  return { ok: true, base: { text, hash: file.contentHash } };
}

function bad(problem: string): BaseResult {
  return { ok: false, problem };
}
