/** What the chat needs to know of indexing. */
export interface RagIndexer {
  /** Whether this job of the session has ended; null when the session has no such job. */
  hasEnded(job: { ownerId: string; sessionId: string; jobId: string }): Promise<boolean | null>;
}
