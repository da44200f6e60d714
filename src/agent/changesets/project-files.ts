import type { ListedFile } from '../../contracts/rag-retriever.js';

/** A session's files at one version, as far as checks need them. */
export interface ProjectFiles {
  readonly version: number;
  /** Every file of the session by its path, skipped and failed ones included. */
  readonly files: ReadonlyMap<string, ListedFile>;
  /** The raw bytes of those INDEXED files that an operation is about, by path. */
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}
