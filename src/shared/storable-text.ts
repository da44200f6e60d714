const HALF_A_PAIR = /\p{Surrogate}/u;

/**
 * What keeps `text` from being stored and given back as it came, and the way out; null when nothing does. The database
 * refuses NUL, and half of a surrogate pair would silently become a replacement character. The text itself is not
 * repeated: it may be a whole file, and a secret one. Positions count UTF-16 units from 1.
 */
export function problemOfText(text: string): string | null {
  const nul = text.indexOf('\0');
  if (nul >= 0) return `contains a NUL character at position ${nul + 1}, which text may not have. Remove it.`;
  const half = text.search(HALF_A_PAIR);
  if (half >= 0) {
    return `contains half of a surrogate pair at position ${half + 1}, which is no character. Send it as valid Unicode.`;
  }
  return null;
}

/** Words of a model, which may write anything, as the database can hold them. */
export function asStorable(text: string): string {
  return withoutNul(text).replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Text of a file, which may hold a NUL, as the index and answers hold it: of the same length and the same lines. */
export function withoutNul(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}
