import { type FieldError, shorten } from '../../shared/errors.js';

/** Paths that a message lists. */
const MAX_SHOWN = 10;

/**
 * What was given for each path of a changeset; entries whose path is not in it, or was given before, become problems of
 * the field `list`.
 */
export function indexByPath<Given extends { readonly path: string }>(
  operations: readonly { readonly path: string }[],
  given: readonly Given[],
  list: string,
  problems: FieldError[],
): ReadonlyMap<string, Given> {
  const paths = new Set(operations.map(({ path }) => path));
  const shown = [...paths].slice(0, MAX_SHOWN).map(quote).join(', ');
  const more = paths.size > MAX_SHOWN ? ` and ${paths.size - MAX_SHOWN} more` : '';
  const known = new Map<string, Given>();
  given.forEach((entry, index) => {
    const path = entry.path.normalize('NFC');
    const problem = known.has(path)
      ? 'is given twice. Give each path once.'
      : `is no path of this changeset, which has ${shown}${more}. Give one of these.`;
    if (paths.has(path) && !known.has(path)) known.set(path, entry);
    else problems.push({ path: [list, String(index), 'path'], message: `${quote(entry.path)} ${problem}` });
  });
  return known;
}

export function quote(path: string): string {
  return JSON.stringify(shorten(path));
}
