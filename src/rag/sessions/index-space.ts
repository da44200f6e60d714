import type { EmbeddingSpace } from '../../contracts/embedder.js';
import type { RagSession } from '../../generated/prisma/client.js';

/** The embedder and the chunker that this server indexes with. */
export interface IndexSpace {
  readonly embedding: EmbeddingSpace;
  readonly chunkerVersion: string;
}

/** What a session was indexed with. */
export type IndexedWith = Pick<
  RagSession,
  'embeddingProvider' | 'embeddingModel' | 'embeddingDimensions' | 'chunkerVersion'
>;

/** Whether the session's index is what this server would make; if not, its next job makes it anew. */
export function isIndexedIn(session: IndexedWith, { embedding, chunkerVersion }: IndexSpace): boolean {
  return (
    session.embeddingProvider === embedding.provider &&
    session.embeddingModel === embedding.model &&
    session.embeddingDimensions === embedding.dimensions &&
    session.chunkerVersion === chunkerVersion
  );
}
