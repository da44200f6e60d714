const STRING = '"(?:[^"\\\\\\r\\n]|\\\\.)*"';
const COMMENT = new RegExp(`${STRING}|//[^\\r\\n]*|/\\*[^]*?\\*/`, 'g');
const TRAILING_COMMA = new RegExp(`${STRING}|,(?=\\s*[}\\]])`, 'g');

/** JSON with comments and trailing commas, as editors and compilers read their settings, as plain JSON of the same lines. */
export function withoutJsonComments(text: string): string {
  return text.replace(COMMENT, blankUnlessString).replace(TRAILING_COMMA, blankUnlessString);
}

function blankUnlessString(token: string): string {
  return token.startsWith('"') ? token : token.replace(/[^\r\n]/g, ' ');
}
