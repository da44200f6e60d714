import type { z } from 'zod';
import { shownValue } from '../shown-value.js';

/** What GraphQL's Int holds. A field has a limit of its own below that, which is told once the number fits. */
const LEAST_INT = -(2 ** 31);
const MOST_INT = 2 ** 31 - 1;

/** What a body schema refuses, in the words of the other refusals: the value, the rule and the way out. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const { code, input } = issue;
  if (code === 'invalid_type') {
    const expected = article(String(issue.expected));
    if (input === undefined) return `is missing. Give ${expected}.`;
    return `${isRoot(issue) ? 'The body is' : 'is'} ${shownValue(input)}; it must be ${expected}. Send one.`;
  }
  if (code === 'invalid_value') return describeUnlisted(input, issue.values as readonly unknown[]);
  if (code === 'invalid_union' && typeof issue.discriminator === 'string') {
    const kind = (input as Readonly<Record<string, unknown>>)[issue.discriminator];
    return describeUnlisted(kind, issue.options as readonly unknown[]);
  }
  if (code === 'too_small') {
    const { minimum } = issue;
    const rule = minimum === LEAST_INT ? 'fit into 32 bits' : `be at least ${minimum}`;
    return `is ${shownValue(input)}; it must ${rule}. Ask for more, or leave it out.`;
  }
  if (code === 'too_big') {
    const { maximum } = issue;
    const rule = maximum === MOST_INT ? 'fit into 32 bits' : `be at most ${maximum}`;
    return `is ${shownValue(input)}; it must ${rule}. Ask for less, or leave it out.`;
  }
  return undefined;
}

function describeUnlisted(value: unknown, listed: readonly unknown[]): string {
  const names = listed.map((name) => JSON.stringify(name)).join(', ');
  if (value === undefined) return `is missing. Give one of ${names}.`;
  return `is ${shownValue(value)}; it must be one of ${names}. Send one of these.`;
}

function isRoot({ path = [] }: z.core.$ZodRawIssue): boolean {
  return path.length === 0;
}

function article(type: string): string {
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}
