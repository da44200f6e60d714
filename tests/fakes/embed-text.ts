import { createHash } from 'node:crypto';

/** A vector that depends on the text alone and has no unit length. */
export function embedText(text: string, dimensions: number): number[] {
  const digest = createHash('sha256').update(text).digest();
  return Array.from({ length: dimensions }, (_, index) => (digest[index % digest.length] ?? 0) / 16 - 7);
}
