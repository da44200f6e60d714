/** How failures to reach a server name it and the settings that may cure them. */
export interface ServerWording {
  readonly name: string;
  readonly address: string;
  /** Names a file of certificates to trust. */
  readonly certificates: string;
}

/** Makes the error that a caller of this server throws. `retryable`: the same call may succeed later. */
export type FailureOf = (message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) => Error;
