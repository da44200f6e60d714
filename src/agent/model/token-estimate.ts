/** Of the tokenizers in use, for code and prose in English and Russian: 3 to 5. */
const CHARACTERS_A_TOKEN = 4;

/** About how many tokens a text has, where the provider does not count them. */
export function estimatedTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_A_TOKEN);
}
