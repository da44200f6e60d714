/** A client's text as the database can compare it: it refuses NUL and holds no text with one, so nothing is lost. */
export function matchable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
