import { shorten } from '../shared/errors.js';

/** A client's value as a refusal names it: its JSON, cut when it is long. */
export function shownValue(value: unknown): string {
  return shorten(JSON.stringify(value) ?? String(value));
}
