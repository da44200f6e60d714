import { shownValue } from './shown-value.js';

export const SHA256 = /^[0-9a-f]{64}$/;

/** Why `value` is refused where a hash of a file's bytes is expected; `orElse` is what may be sent instead. */
export function describeNoSha256(value: unknown, orElse = ''): string {
  return `${shownValue(value)} is not 64 lower-case hexadecimal digits. Give the SHA-256 of the raw bytes in that form${orElse}.`;
}
