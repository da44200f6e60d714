/** Characters a token, by the script: about what the tokenizers of GigaChat and of OpenAI-compatible models make. */
const CHARACTERS_PER_TOKEN = { ascii: 4, letters: 2.5, ideographs: 1 } as const;

const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const BEYOND_ASCII = /[^\p{ASCII}]/gu;

/**
 * About how many tokens a text has, without asking the provider: four ASCII characters make one, two and a half of
 * Cyrillic and other alphabets, one ideograph. Within a quarter of the true number for prose and code; budgets that
 * are held against it must leave that room.
 */
export function estimateTokens(text: string): number {
  const beyond = countOf(text, BEYOND_ASCII);
  const ideographs = beyond === 0 ? 0 : countOf(text, IDEOGRAPH);
  return Math.ceil(
    (text.length - beyond) / CHARACTERS_PER_TOKEN.ascii +
      (beyond - ideographs) / CHARACTERS_PER_TOKEN.letters +
      ideographs / CHARACTERS_PER_TOKEN.ideographs,
  );
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
