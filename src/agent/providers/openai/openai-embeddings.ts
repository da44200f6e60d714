import { OpenAIEmbeddings } from '@langchain/openai';
import { type RetryPolicy, withRetries } from '../calls/retry.js';
import { BatchedEmbedding } from '../embedding/batched-embedding.js';
import type { OpenAiEndpoint } from './openai-endpoint.js';

/** Half of what OpenAI takes in one request; small servers embed such a batch within a deadline. */
const LIMITS = { texts: 128, characters: 250_000 };

/** Embeds with a model of an OpenAI-compatible endpoint. */
export function openAiEmbeddings(options: {
  endpoint: OpenAiEndpoint;
  model: string;
  retry: RetryPolicy;
}): BatchedEmbedding {
  const { endpoint, model, retry } = options;
  return new BatchedEmbedding({
    limits: LIMITS,
    embedBatch: (texts, signal) => withRetries(() => request(texts, signal), retry, signal),
  });

  async function request(texts: readonly string[], signal: AbortSignal): Promise<number[][]> {
    const vectors: number[][] = [];
    const calls = endpoint.call(async (fields) => {
      // By default it would make one line of each text, and ask for base64, which not every server gives.
      const layout = { stripNewLines: false, encodingFormat: 'float' as const };
      const embeddings = new OpenAIEmbeddings({ ...fields, ...layout, model, batchSize: texts.length });
      return listed(await embeddings.embedDocuments([...texts]));
    }, signal);
    for await (const vector of calls) vectors.push(vector);
    return vectors;
  }
}

async function* listed<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
