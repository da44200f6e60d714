/** Of a longer text its beginning is kept, and this share of it from the end, where answers draw their conclusion. */
const SHARE_OF_END = 0.3;

/** A text of about at most `characters`, cut in its middle, never in the middle of a character. */
export function shortened(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const end = Math.floor(characters * SHARE_OF_END);
  const [first, last] = [text.slice(0, characters - end), text.slice(text.length - end)];
  return `${first.replace(/[\uD800-\uDBFF]$/u, '')} … ${last.replace(/^[\uDC00-\uDFFF]/u, '')}`;
}
