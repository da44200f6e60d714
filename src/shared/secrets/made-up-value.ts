const WORDS =
  /example|sample|dummy|fake|placeholder|change.?me|change.?this|replace|your|insert|redacted|todo|secret.?here|not.?a.?real|x{4}|\*{3}|\.{3}|…/i;
/** Five neighbours of the alphabet or of the digits in a row: nobody's generator gives abcde or 12345. */
const STEPS_OF_A_SEQUENCE = 4;
const FEWEST_DIFFERENT_CHARACTERS = 10;

/**
 * Whether a value was plainly typed by hand to look like a secret: it says so, repeats itself, or counts up. Meant for
 * random values of 16 characters and more; a real one passes for made up less than once in thousands.
 */
export function isMadeUp(value: string): boolean {
  return saysSo(value) || new Set(value).size < FEWEST_DIFFERENT_CHARACTERS || countsUp(value);
}

/** Whether the value itself tells that it is no secret. */
export function saysSo(value: string): boolean {
  return WORDS.test(value);
}

function countsUp(value: string): boolean {
  let steps = 0;
  for (let index = 1; index < value.length; index++) {
    steps = value.charCodeAt(index) - value.charCodeAt(index - 1) === 1 ? steps + 1 : 0;
    if (steps >= STEPS_OF_A_SEQUENCE) return true;
  }
  return false;
}
