import { z } from 'zod';
import * as documents from '../../generated/documents/graphql.js';
import { renderEvent } from './event-rendering.js';
import { changedFiles, files } from './file-body.js';
import { indexEvents, renderJob, renderQueuedJob } from './index-job-rendering.js';
import { operation, type Route, stream } from './route.js';
import { lower } from './words.js';

const session = { noun: 'RAG session', named: 'rag_session_id' };
const job = { noun: 'index job', named: 'index_job_id' };

export const ragSessionRoutes: readonly Route[] = [
  operation({
    method: 'POST',
    path: '/api/rag/sessions',
    subject: session,
    status: 201,
    body: z.object({ project_id: z.string(), files }),
    document: documents.CreateRagSessionDocument,
    variables: ({ body, idempotencyKey }) => ({
      input: { projectId: body.project_id, files: body.files, idempotencyKey },
    }),
    result: (data) => data.createRagSession,
    render: (payload) => ({ ...renderQueuedJob(payload), created_at: payload.session.createdAt }),
    location: (payload) => `/api/rag/sessions/${payload.session.id}`,
  }),
  operation({
    method: 'POST',
    path: '/api/rag/sessions/{rag_session_id}/changes',
    subject: session,
    status: 202,
    body: z.object({ changed_files: changedFiles, base_version: z.int32().nullish() }),
    document: documents.ApplyChangesDocument,
    variables: ({ params, body, idempotencyKey }) => ({
      input: {
        sessionId: params.rag_session_id ?? '',
        baseVersion: body.base_version,
        changes: body.changed_files,
        idempotencyKey,
      },
    }),
    result: (data) => data.applyChanges,
    render: renderQueuedJob,
    location: (payload) => `/api/rag/sessions/${payload.session.id}/jobs/${payload.job.id}`,
  }),
  operation({
    method: 'GET',
    path: '/api/rag/sessions/{rag_session_id}',
    subject: session,
    status: 200,
    document: documents.RagSessionDocument,
    variables: ({ params }) => ({ id: params.rag_session_id ?? '' }),
    result: (data) => data.ragSession,
    render: ({ coverage, embeddingSpace, ...session }) => ({
      rag_session_id: session.id,
      project_id: session.projectId,
      version: session.version,
      status: lower(session.status),
      needs_reindex: session.needsReindex,
      files: coverage.files,
      indexed_files: coverage.indexedFiles,
      skipped_files: coverage.skippedFiles,
      failed_files: coverage.failedFiles,
      chunks: coverage.chunks,
      embedding: {
        provider: embeddingSpace.provider,
        model: embeddingSpace.model,
        dimensions: embeddingSpace.dimensions,
      },
      active_index_job_id: session.activeJob?.id ?? null,
      created_at: session.createdAt,
    }),
  }),
  operation({
    method: 'DELETE',
    path: '/api/rag/sessions/{rag_session_id}',
    subject: session,
    status: 204,
    document: documents.DeleteRagSessionDocument,
    variables: ({ params }) => ({ id: params.rag_session_id ?? '' }),
    result: (data) => data.deleteRagSession,
    render: () => null,
  }),
  operation({
    method: 'GET',
    path: '/api/rag/sessions/{rag_session_id}/jobs/{index_job_id}',
    subject: job,
    status: 200,
    document: documents.RagSessionIndexJobDocument,
    variables: ({ params }) => ({ sessionId: params.rag_session_id ?? '', jobId: params.index_job_id ?? '' }),
    result: (data) => data.ragSession?.indexJob ?? null,
    render: renderJob,
  }),
  operation({
    method: 'POST',
    path: '/api/rag/sessions/{rag_session_id}/jobs/{index_job_id}/cancel',
    subject: job,
    status: 202,
    document: documents.CancelIndexJobDocument,
    variables: ({ params }) => ({ sessionId: params.rag_session_id ?? '', jobId: params.index_job_id ?? '' }),
    result: (data) => data.cancelIndexJob,
    render: ({ job }) => ({ index_job_id: job.id, status: lower(job.status) }),
    location: ({ job }) => `/api/rag/sessions/${job.session.id}/jobs/${job.id}`,
  }),
  stream({
    method: 'GET',
    path: '/api/rag/sessions/{rag_session_id}/jobs/{index_job_id}/events',
    subject: job,
    document: documents.RagSessionIndexJobEventsDocument,
    variables: ({ params }, after) => ({
      sessionId: params.rag_session_id ?? '',
      jobId: params.index_job_id ?? '',
      after,
    }),
    event: (data) => renderEvent(data.indexJobEvents, indexEvents),
  }),
];
