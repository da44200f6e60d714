import type { IndexJob } from '../../generated/prisma/client.js';

/** The columns of a job that its events tell of. */
export type IndexJobRow = Pick<
  IndexJob,
  | 'totalFiles'
  | 'indexedFiles'
  | 'reusedFiles'
  | 'skippedFiles'
  | 'failedFiles'
  | 'deletedFiles'
  | 'chunks'
  | 'embeddingsComputed'
  | 'embeddingsReused'
  | 'chunksDelta'
  | 'termsDelta'
>;

/** They, named as Prisma names them. */
export const JOB_COLUMNS = `total_files as "totalFiles", indexed_files as "indexedFiles",
  reused_files as "reusedFiles", skipped_files as "skippedFiles", failed_files as "failedFiles",
  deleted_files as "deletedFiles", chunks, embeddings_computed as "embeddingsComputed",
  embeddings_reused as "embeddingsReused", chunks_delta as "chunksDelta", terms_delta as "termsDelta"`;
