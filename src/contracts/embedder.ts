/** Where vectors come from. Vectors of two spaces are never compared. */
export interface EmbeddingSpace {
  readonly provider: string;
  readonly model: string;
  /** Length of every vector of this space. */
  readonly dimensions: number;
}

export interface EmbeddedQuery {
  readonly vector: Float32Array;
  /** As the provider counted them; 0 where it counts none. */
  readonly tokens: number;
}

/** Turns texts into vectors of one space. */
export interface Embedder {
  readonly space: EmbeddingSpace;
  /** How many texts one request takes at most; whoever gives no more at once can keep each answer before the next. */
  readonly textsARequest: number;
  /**
   * Vectors of unit length, in the order of `texts`, whatever their number: batching is the embedder's business.
   * Rejects with an `EmbeddingError` when they cannot be had, with the signal's reason when aborted.
   */
  embedDocuments(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
  /** The vector of a search query; the same space, possibly another recipe. */
  embedQuery(text: string, signal: AbortSignal): Promise<EmbeddedQuery>;
}
