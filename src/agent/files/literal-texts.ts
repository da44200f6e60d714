const SHORTEST = 2;
const MOST = 5;

/** What only a regular expression holds; brackets and dots alone are in code too. */
const IS_PATTERN = /[.\])\w][*+]|\.\*|\\[a-zA-Z.()[\]{}|]|^\^|\$$|\(\?/u;
const OPERATORS = /\\[a-zA-Z]|\[[^\]]*\]|\(\?[:=!<]*|[.^$*+?()[\]{}]+/gu;

/**
 * The literal texts to look for, of which a line must hold one: the alternatives of `one|other`. Models write regular
 * expressions although they are told not to; of one its longest literal part is taken.
 */
export function literalTexts(written: string): string[] {
  const texts = written.split(/(?<!\\)\|/u).map((alternative) => literalOf(alternative.trim()));
  return [...new Set(texts.filter((text) => text.length >= SHORTEST))].slice(0, MOST);
}

function literalOf(alternative: string): string {
  if (!IS_PATTERN.test(alternative)) return alternative;
  const parts = alternative
    .replace(/\\([.()[\]{}|*+?^$/])/gu, (_, escaped: string) => (escaped === '.' ? '.' : ' '))
    .split(OPERATORS)
    .map((part) => part.trim());
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}
