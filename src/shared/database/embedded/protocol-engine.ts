/**
 * One PostgreSQL backend that speaks the wire protocol in bytes. It knows one session only, so calls must not overlap;
 * where it runs is its own business.
 */
export interface ProtocolEngine {
  /**
   * Takes whole frontend messages and gives every backend message they caused. A database error is part of the
   * answer; the promise rejects only when the engine itself has failed.
   */
  exchange(request: Uint8Array): Promise<Uint8Array>;
  /** Resolves, with why, when the engine has failed and takes no more; never because it was closed. */
  readonly failed: Promise<Error>;
  /** Ends the engine where it stands, as a crash would. The next one recovers what was committed. */
  abandon(reason: Error): void;
  /** Flushes everything to disk and frees the engine. No exchange may be under way. */
  close(): Promise<void>;
}
