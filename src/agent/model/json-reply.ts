import type { z } from 'zod';

export type ParsedReply<T> =
  | { readonly ok: true; readonly value: T }
  /** `problem` is a phrase that tells the model what to do better. */
  | { readonly ok: false; readonly problem: string };

/** Reads the JSON object in a reply: models like to wrap it in a code fence or a sentence. */
export function parseJsonReply<T>(text: string, schema: z.ZodType<T>): ParsedReply<T> {
  const object = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  let value: unknown;
  try {
    value = JSON.parse(object);
  } catch {
    return { ok: false, problem: 'It was not one JSON object.' };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { ok: false, problem: `The JSON object did not have the form asked for. ${problems.join('; ')}` };
}
