import { z } from 'zod';
import { ProviderFailure } from '../provider-failure.js';
import { readReply } from '../read-reply.js';
import type { GigaChatClient } from './gigachat-client.js';
import { parseReply } from './parse-reply.js';

const listing = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Whether the account may use the model. Rejects with a `ProviderFailure` when not, or when nobody answers. */
export async function checkModel(client: GigaChatClient, model: string, signal: AbortSignal): Promise<void> {
  const bytes = client.bytes({ purpose: 'answer', path: '/models', payload: null, accept: 'application/json' }, signal);
  const { data } = parseReply(listing, await readReply(bytes));
  const known = data.map(({ id }) => id);
  if (known.includes(model)) return;
  throw new ProviderFailure(
    'PROVIDER_REFUSED',
    `GigaChat has no model "${model}" for this account. Set GIGACHAT_MODEL to one of: ${known.join(', ')}.`,
  );
}
