/** What a line's look tells of its place in a block, in any language. A line beyond a text's end counts as blank. */

export function isBlank(line = ''): boolean {
  return line.trim() === '';
}

/** Characters in front of the first that is no blank. */
export function indentation(line = ''): number {
  return line.length - line.trimStart().length;
}

/** Not blank, and not only the closing of what began above. */
export function opensSomething(line = ''): boolean {
  return !isBlank(line) && !isClosing(line) && !/^\s*\*\//u.test(line);
}

/** Only brackets and the like, or a closing word: `});`, `end`. */
export function isClosing(line = ''): boolean {
  return !isBlank(line) && /^\s*(?:[\s)\]};,]*|end[\s);,]*)$/u.test(line);
}
