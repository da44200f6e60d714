const HALF_A_PAIR = /\p{Surrogate}/u;

/**
 * What keeps `text` from being stored and given back as it came, and the way out; null when nothing does. The database
 * refuses NUL, and half of a surrogate pair would silently become a replacement character.
 */
export function problemOfText(text: string): string | null {
  if (text.includes('\0')) return 'contains a NUL character, which text may not have. Remove it.';
  if (HALF_A_PAIR.test(text)) {
    return 'contains half of a surrogate pair, which is no character. Send it as valid Unicode.';
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
