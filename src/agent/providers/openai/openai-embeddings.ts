import { OpenAIEmbeddings } from '@langchain/openai';
import type { CallPurpose } from '../calls/call-limit.js';
import { type RetryPolicy, withRetries } from '../calls/retry.js';
import { BatchedEmbedding, type EmbeddedBatch } from '../embedding/batched-embedding.js';
import type { OpenAiEndpoint } from './openai-endpoint.js';

/** OpenAI takes 300,000 tokens in one request, and a token of code has about three characters. */
const CHARACTERS = 250_000;

/** Embeds with a model of an OpenAI-compatible endpoint. */
export function openAiEmbeddings(options: {
  endpoint: OpenAiEndpoint;
  model: string;
  /** In one request, at most. */
  texts: number;
  retry: RetryPolicy;
}): BatchedEmbedding {
  const { endpoint, model, texts: limit, retry } = options;
  return new BatchedEmbedding({
    limits: { texts: limit, characters: CHARACTERS },
    embedBatch: (texts, purpose, signal) => withRetries(() => request(texts, purpose, signal), retry, signal),
  });

  async function request(texts: readonly string[], purpose: CallPurpose, signal: AbortSignal): Promise<EmbeddedBatch> {
    const vectors: number[][] = [];
    let tokens = 0;
    const calls = endpoint.call(
      purpose,
      async (fields) => {
        // By default it would make one line of each text, and ask for base64, which not every server gives.
        const layout = { stripNewLines: false, encodingFormat: 'float' as const };
        const embeddings = new CountingEmbeddings({ ...fields, ...layout, model, batchSize: texts.length });
        const given = await embeddings.embedDocuments([...texts]);
        tokens = embeddings.tokens;
        return listed(given);
      },
      signal,
    );
    for await (const vector of calls) vectors.push(vector);
    return { vectors, tokens };
  }
}

/** LangChain's client drops what the endpoint says of its tokens; not every server says it. */
class CountingEmbeddings extends OpenAIEmbeddings {
  tokens = 0;

  protected override async embeddingWithRetry(request: Parameters<OpenAIEmbeddings['embeddingWithRetry']>[0]) {
    const reply = await super.embeddingWithRetry(request);
    const usage = reply.usage as typeof reply.usage | undefined;
    this.tokens += usage?.prompt_tokens ?? 0;
    return reply;
  }
}

async function* listed<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
