import { readText } from '../http/read-text.js';
import { ProviderFailure } from './provider-failure.js';

/** An answer of this size is not one that was asked for; 90 vectors of 4,096 dimensions take 9 MB. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/** The whole body as UTF-8 text. Rejects with BAD_MODEL_OUTPUT beyond 64 MiB. */
export async function readReply(body: AsyncIterable<Buffer>): Promise<string> {
  const tooLarge = () => new ProviderFailure('BAD_MODEL_OUTPUT', 'The provider answered with more than 64 MiB.');
  return readText(body, { mostBytes: LARGEST_BYTES, tooLarge });
}
