export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What one call has used, in the provider's own tokens. */
export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** A piece of a streamed reply. The last piece has the fields that are not of every piece. */
export interface ModelChunk {
  readonly text: string;
  /** Where the provider tells it. */
  readonly usage?: TokenUsage;
  /** True when the reply ends where it does because the model may not write more. */
  readonly truncated?: boolean;
}

/** A chat model. Where none is configured there is no `LanguageModel`: the value is null. */
export interface LanguageModel {
  readonly provider: string;
  readonly model: string;
  /**
   * Streams the reply to `messages`. Aborting the signal ends the provider's call before the iteration rejects.
   * Throws an `AgentFailure` for whatever the provider does wrong.
   */
  stream(messages: readonly ModelMessage[], signal: AbortSignal): AsyncIterable<ModelChunk>;
}
