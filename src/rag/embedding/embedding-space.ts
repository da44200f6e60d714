import type { EmbeddingSpace } from '../../contracts/embedder.js';

/** A space's name in the embedding cache: `offline/hashed-learned-2/512`. */
export function spaceKey({ provider, model, dimensions }: EmbeddingSpace): string {
  return `${provider}/${model}/${dimensions}`;
}
