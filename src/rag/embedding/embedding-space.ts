import type { EmbeddingSpace } from '../../contracts/embedder.js';

/** A space's name in the embedding cache: `offline/hashed-ngrams-1/512`. */
export function spaceKey({ provider, model, dimensions }: EmbeddingSpace): string {
  return `${provider}/${model}/${dimensions}`;
}

/** Whether vectors of the two may be compared. */
export function isSameSpace(one: EmbeddingSpace, other: EmbeddingSpace): boolean {
  return one.provider === other.provider && one.model === other.model && one.dimensions === other.dimensions;
}
