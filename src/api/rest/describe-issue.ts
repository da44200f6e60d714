import type { z } from 'zod';
import { shorten } from '../../shared/errors.js';

/** What a body schema refuses, in the words of the other refusals: the value, the rule and the way out. */
export function describeIssue({ code, input, expected, minimum, maximum }: z.core.$ZodRawIssue): string | undefined {
  if (code === 'invalid_type') {
    if (input === undefined) return `is missing. Give ${article(String(expected))}.`;
    return `is ${shown(input)}; it must be ${article(String(expected))}. Send one.`;
  }
  if (code === 'too_small') return `is ${shown(input)}; it must be at least ${minimum}. Ask for more, or leave it out.`;
  if (code === 'too_big') return `is ${shown(input)}; it must be at most ${maximum}. Ask for less, or leave it out.`;
  return undefined;
}

function article(type: string): string {
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

function shown(input: unknown): string {
  return shorten(Number.isNaN(input) ? 'no number' : JSON.stringify(input));
}
