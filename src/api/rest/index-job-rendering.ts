import { posix } from 'node:path';
import type {
  CountsFieldsFragment,
  IndexEventFieldsFragment,
  IndexJobFieldsFragment,
  IndexQueuedFragment,
} from '../../generated/documents/graphql.js';
import type { Renderings } from './event-rendering.js';
import { renderFailure } from './failure-rendering.js';
import { lower } from './words.js';

export function renderQueuedJob({ session, job }: IndexQueuedFragment) {
  return { rag_session_id: session.id, index_job_id: job.id, status: lower(job.status) };
}

export function renderJob(job: IndexJobFieldsFragment) {
  return {
    rag_session_id: job.session.id,
    index_job_id: job.id,
    status: lower(job.status),
    ...renderCounts(job.counts),
    queue_position: job.queuePosition,
    version: job.version,
    problems: job.problems.nodes.map(({ path, kind, reason, detail }) => ({ path, kind: lower(kind), reason, detail })),
    problems_total: job.problems.totalCount,
    error: renderFailure(job.failure),
    created_at: job.createdAt,
    started_at: job.startedAt,
    finished_at: job.finishedAt,
  };
}

export const indexEvents: Renderings<IndexEventFieldsFragment> = {
  IndexStatusChanged: [
    'index_status',
    ({ jobId, status, counts }) => ({ index_job_id: jobId, status: lower(status), ...renderCounts(counts) }),
  ],
  IndexProgressed: [
    'index_progress',
    ({ jobId, currentFileIndex, totalFiles, processedFiles, currentFilePath }) => ({
      index_job_id: jobId,
      current_file_index: currentFileIndex,
      total_files: totalFiles,
      processed_files: processedFiles,
      current_file_path: currentFilePath,
      current_file_name: posix.basename(currentFilePath),
    }),
  ],
  IndexFinished: [
    'terminal',
    ({ jobId, status, counts, failure }) => ({
      index_job_id: jobId,
      status: lower(status),
      ...renderCounts(counts),
      error: renderFailure(failure),
    }),
  ],
};

function renderCounts(counts: CountsFieldsFragment) {
  return {
    total_files: counts.totalFiles,
    processed_files: counts.processedFiles,
    indexed_files: counts.indexedFiles,
    reused_files: counts.reusedFiles,
    skipped_files: counts.skippedFiles,
    failed_files: counts.failedFiles,
    deleted_files: counts.deletedFiles,
    chunks: counts.chunks,
    embeddings_computed: counts.embeddingsComputed,
    embeddings_reused: counts.embeddingsReused,
  };
}
