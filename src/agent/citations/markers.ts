const FENCE_OPENING = /^ {0,3}(`{3,}|~{3,})/u;
const MARKER = /\[(\d{1,3})\](?!\()/gu;
const LINK_DEFINITION = /^ {0,3}\[\d+\]:/gmu;

/**
 * The numbers of the `[n]` in a Markdown text, each once, in the order they first appear. Code is passed over, fenced
 * or inline, and so are indices (`items[1]`) and links (`[1](url)`).
 */
export function markersIn(markdown: string): number[] {
  const prose = withoutInlineCode(withoutFences(markdown)).replace(LINK_DEFINITION, ' ');
  const markers = new Set<number>();
  let endOfLastMarker = -1;
  for (const match of prose.matchAll(MARKER)) {
    const before = prose[match.index - 1] ?? ' ';
    // After a closing bracket it is a citation only when that bracket closed one: `grid[0][1]` is none.
    const isIndex = /[A-Za-z0-9_$]/u.test(before) || (before === ']' && match.index !== endOfLastMarker);
    const number = Number(match[1]);
    if (isIndex || number === 0) continue;
    endOfLastMarker = match.index + match[0].length;
    markers.add(number);
  }
  return [...markers];
}

/** The paragraphs in which a marker stands, joined: what the answer claims with it. */
export function paragraphsCiting(markdown: string, marker: number): string {
  return markdown
    .split(/\n\s*\n/u)
    .filter((paragraph) => markersIn(paragraph).includes(marker))
    .join('\n');
}

function withoutFences(markdown: string): string {
  let fence: string | null = null;
  const kept = markdown.split('\n').map((line) => {
    const run = FENCE_OPENING.exec(line)?.[1];
    if (fence === null) {
      if (run === undefined) return line;
      fence = run;
      return '';
    }
    const closes = run !== undefined && run[0] === fence[0] && run.length >= fence.length && line.trim() === run;
    if (closes) fence = null;
    return '';
  });
  return kept.join('\n');
}

/** A run of backticks closes at the next run of the same length in its paragraph; one that never closes is text. */
function withoutInlineCode(markdown: string): string {
  return markdown.replace(/(?<!`)(`+)(?!`)(?:(?!\n\s*\n)[\s\S])*?(?<!`)\1(?!`)/gu, ' ');
}
