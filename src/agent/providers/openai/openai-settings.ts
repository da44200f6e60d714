export interface OpenAiSettings {
  /** Up to and including the version: `http://localhost:11434/v1`. */
  readonly baseUrl: string;
  /** Null for endpoints that need none. */
  readonly apiKey: string | null;
  readonly model: string | null;
  readonly embeddingModel: string | null;
  /** Texts that the endpoint takes in one request, at most. */
  readonly embeddingBatch: number;
}
