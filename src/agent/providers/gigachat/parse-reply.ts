import type { z } from 'zod';
import { ProviderFailure } from '../provider-failure.js';

/** The JSON text as the schema has it. Throws BAD_MODEL_OUTPUT, without the text: it may hold what was asked. */
export function parseReply<T>(schema: z.ZodType<T>, text: string): T {
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new ProviderFailure(
    'BAD_MODEL_OUTPUT',
    'GigaChat answered with something that its protocol does not have. Send the request again.',
    { retryable: true },
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
