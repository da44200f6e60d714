/** How a fake provider misbehaves on one request. */
export type Fault =
  /** Answers with this status instead. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter?: string;
      readonly message?: string;
      readonly code?: string;
    }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang before headers' }
  /** Sends the first events of the stream, then nothing more. */
  | { readonly kind: 'hang mid-stream'; readonly afterEvents: number }
  /** Sends the first events of the stream, then destroys the connection. */
  | { readonly kind: 'cut mid-stream'; readonly afterEvents: number }
  /** Sends the first events of the stream, then ends it as if it were whole. */
  | { readonly kind: 'end early'; readonly afterEvents: number }
  /** Sends the stream one byte at a time. */
  | { readonly kind: 'byte by byte' }
  /** Sends the first events of the stream, then one that is not JSON. */
  | { readonly kind: 'malformed JSON'; readonly afterEvents: number }
  /** A web page, with status 200. */
  | { readonly kind: 'page' };
