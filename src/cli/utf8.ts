// `ignoreBOM` keeps a byte order mark in the text: the same bytes must come out of it again.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text whose UTF-8 encoding is exactly `bytes`; null when there is none. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}
