import type { Call } from './bad-case.js';

const UNSTORABLE = /[\0\p{Surrogate}]/u;
/** So much of a long text a message repeats at the least. */
const REPEATED = 100;

/** What an endpoint was sent as `field`, in the body, the query or a header; undefined where it was sent none. */
export function sentToRest({ path, headers = {}, body }: Call, field: string): unknown {
  const inHeader = Object.entries(headers).find(([name]) => name.toLowerCase() === field.toLowerCase());
  if (inHeader) return inHeader[1];
  if (typeof body === 'string') return valueAt(JSON.parse(body), field.split(/[.[\]]+/).filter(Boolean));
  return new URL(path, 'http://server').searchParams.get(field) ?? undefined;
}

/** The same of the variables of a document; undefined for what the document itself says. */
export function sentToGraphQL({ body }: Call, field: string): unknown {
  const { variables } = JSON.parse(String(body));
  return valueAt(variables.input ?? variables, field.split('.'));
}

function valueAt(value: unknown, names: readonly string[]): unknown {
  return names.reduce((inner, name) => (inner as Readonly<Record<string, unknown>> | undefined)?.[name], value);
}

/**
 * Whether a message lets its reader find the value in what was sent. A short one is repeated, a long one at least in
 * part or by its length, one that cannot be shown by the position of what is wrong. Lists and objects each have a
 * message of their own kind, and the cases say which.
 */
export function namesValue(message: string, value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return true;
  if (typeof value !== 'string') return new RegExp(`\\bis ${JSON.stringify(value)}(?![\\d.])`).test(message);
  if (value.trim() === '') return /\bempty\b|""|\b[01] characters/.test(message);
  if (message.includes(`${value.length} characters`)) return true;
  const bad = value.search(UNSTORABLE);
  if (bad >= 0 && message.includes(`at position ${bad + 1},`)) return true;
  const start = JSON.stringify(value.normalize('NFC').slice(0, REPEATED)).slice(1, -1);
  return message.normalize('NFC').includes(start);
}
