const LONGEST_LINE = 240;

/** Inline code, whatever backticks the text holds. */
export function inlineCode(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  return fence.length === 1 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

/** A fenced block in the file's language; very long lines are cut. */
export function codeBlock(
  lines: readonly string[],
  { language, path }: { readonly language: string | null; readonly path: string },
): string {
  const shown = lines.map((line) => (line.length <= LONGEST_LINE ? line : `${cut(line)}…`));
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1));
  return `${fence}${language ?? extensionOf(path)}\n${shown.join('\n')}\n${fence}`;
}

/** Never in the middle of a character, whose half could not be stored. */
function cut(line: string): string {
  return line.slice(0, LONGEST_LINE).replace(/[\uD800-\uDBFF]$/, '');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/gu) ?? []).map((run) => run.length));
}

function extensionOf(path: string): string {
  return /\.([\p{L}\p{N}]+)$/u.exec(path)?.[1]?.toLowerCase() ?? '';
}
