import { dominantLineEnding, lineEndingsOf } from './line-endings.js';

const MARK = '\ufeff';
const FINAL_LINE_ENDINGS = /(?:\r\n|\n|\r)+$/;
const ENDING_NAMES = { '\n': 'LF', '\r\n': 'CRLF', '\r': 'CR' } as const;

/** A text in the form its file has, and in words what was put right and what a person should know of its form. */
export interface FormedText {
  readonly text: string;
  readonly repaired: readonly string[];
  readonly warning: string | null;
}

/** Splits off the byte order mark, which no model is shown. */
export function splitMark(text: string): { mark: string; body: string } {
  return text.startsWith(MARK) ? { mark: MARK, body: text.slice(1) } : { mark: '', body: text };
}

/**
 * The new text of a file in the form it had: its byte order mark, and a final line ending or none. `body` has the
 * file's line endings already.
 */
export function inFormOf(before: string, body: string): FormedText {
  const base = splitMark(before);
  const repaired: string[] = [];
  let text = body;
  if (base.body !== '' && body !== '') {
    const hadFinal = FINAL_LINE_ENDINGS.test(base.body);
    if (hadFinal && !FINAL_LINE_ENDINGS.test(body)) {
      text += dominantLineEnding(base.body);
      repaired.push('the final line ending was kept');
    }
    if (!hadFinal && FINAL_LINE_ENDINGS.test(body)) {
      text = body.replace(FINAL_LINE_ENDINGS, '');
      repaired.push('a final line ending that the file does not have was left out');
    }
  }
  return { text: base.mark + text, repaired, warning: mixtureOf(base.body) };
}

/** The text of a new file: no byte order mark, one kind of line ending, the last line ended. */
export function inNewForm(content: string): FormedText {
  const { mark, body } = splitMark(content);
  const ending = dominantLineEnding(body);
  const uniform = body.replace(/\r\n|\n|\r/g, ending);
  const ended = uniform === '' || uniform.endsWith(ending) ? uniform : uniform + ending;
  const repaired = [
    ...(mark === '' ? [] : ['the byte order mark was left out']),
    ...(uniform === body ? [] : [`every line ends in ${ENDING_NAMES[ending]}`]),
    ...(ended === uniform ? [] : ['a final line ending was added']),
  ];
  return { text: ended, repaired, warning: null };
}

function mixtureOf(text: string): string | null {
  const endings = lineEndingsOf(text);
  if (endings.size < 2) return null;
  const names = [...endings].map(([ending, count]) => `${count} ${ENDING_NAMES[ending]}`).join(', ');
  return `The file mixes line endings (${names}). Lines that were there keep theirs; new ones end in ${ENDING_NAMES[dominantLineEnding(text)]}.`;
}
