/** As much of the end of a cut reply as a continuation is shown, and may repeat. */
export const SEAM_CHARACTERS = 300;
/** A shorter repetition is a coincidence. */
const SHORTEST_REPETITION = 12;

/** A continuation without what it repeats of the text that it continues. */
export function withoutRepetition(before: string, continuation: string): string {
  const end = before.slice(-SEAM_CHARACTERS);
  const start = continuation.length - continuation.trimStart().length;
  for (let length = Math.min(end.length, continuation.length - start); length >= SHORTEST_REPETITION; length -= 1) {
    if (end.endsWith(continuation.slice(start, start + length))) return continuation.slice(start + length);
  }
  return continuation;
}
