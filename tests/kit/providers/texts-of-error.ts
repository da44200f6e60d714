import { inspect } from 'node:util';

/** All that a log could print of an error: message, stack, fields and causes. */
export function textsOfError(error: unknown): string {
  return inspect(error, { depth: 12, showHidden: true, maxStringLength: null });
}
