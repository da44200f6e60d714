import { z } from 'zod';
import { parseJsonReply } from '../model/json-reply.js';

/** A longer "query" is an answer. */
const LONGEST = 400;

const reply = z.object({ query: z.string() });

/** The search query in a model's reply, which is the object asked for or one plain line; null when it is neither. */
export function rewrittenQuery(text: string): string | null {
  const parsed = parseJsonReply(text, reply);
  const query = (parsed.ok ? parsed.value.query.replace(/\s+/gu, ' ') : plainLine(text)).trim();
  return query === '' || query.length > LONGEST ? null : query;
}

function plainLine(text: string): string {
  const line = text.trim();
  if (/[\n{}]/u.test(line)) return '';
  return line.replace(/^["'«“`]+|["'»”`]+$/gu, '');
}
