import { z } from 'zod';
import type { CallPurpose } from '../calls/call-limit.js';
import { type RetryPolicy, withRetries } from '../calls/retry.js';
import { BatchedEmbedding, type EmbeddedBatch } from '../embedding/batched-embedding.js';
import { ProviderFailure } from '../provider-failure.js';
import { readReply } from '../read-reply.js';
import type { GigaChatClient } from './gigachat-client.js';
import { parseReply } from './parse-reply.js';

/** What the service takes in one request. */
const LIMITS = { texts: 90, characters: 1_000_000 };

const reply = z.object({
  data: z.array(
    z.object({
      index: z.number().int(),
      embedding: z.array(z.number()),
      usage: z.object({ prompt_tokens: z.number().int() }).optional(),
    }),
  ),
});

/** Embeds with one of GigaChat's models, whose vectors have no unit length of their own. */
export function gigaChatEmbeddings(options: {
  client: GigaChatClient;
  model: string;
  retry: RetryPolicy;
}): BatchedEmbedding {
  const { client, model, retry } = options;
  return new BatchedEmbedding({
    limits: LIMITS,
    embedBatch: (texts, purpose, signal) => withRetries(() => request(texts, purpose, signal), retry, signal),
  });

  async function request(texts: readonly string[], purpose: CallPurpose, signal: AbortSignal): Promise<EmbeddedBatch> {
    const payload = { model, input: texts };
    const bytes = client.bytes({ purpose, path: '/embeddings', payload, accept: 'application/json' }, signal);
    const { data } = parseReply(reply, await readReply(bytes));
    const tokens = data.reduce((sum, { usage }) => sum + (usage?.prompt_tokens ?? 0), 0);
    return { vectors: inOrder(data, texts.length), tokens };
  }
}

/** The service numbers its vectors, and does not say that it gives them in this order. */
function inOrder(data: readonly { index: number; embedding: number[] }[], count: number): number[][] {
  const vectors = new Map(data.map(({ index, embedding }) => [index, embedding]));
  return Array.from({ length: count }, (_, index) => {
    const vector = vectors.get(index);
    if (vector !== undefined) return vector;
    throw new ProviderFailure('BAD_MODEL_OUTPUT', `GigaChat gave no vector for text ${index + 1} of ${count}.`, {
      retryable: true,
    });
  });
}
