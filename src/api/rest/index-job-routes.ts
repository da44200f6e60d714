import { z } from 'zod';
import * as documents from '../../generated/documents/graphql.js';
import { renderEvent } from './event-rendering.js';
import { changedFiles, files } from './file-body.js';
import { indexEvents, renderJob, renderQueuedJob } from './index-job-rendering.js';
import { operation, type Route, stream } from './route.js';

const snapshotBody = z.object({ project_id: z.string(), files });
const changesBody = z.object({ project_id: z.string(), changed_files: changedFiles });

/** The API keyed by project, in the place where old clients look for it and in the one for trusted services. */
export const indexJobRoutes: readonly Route[] = [
  ...projectRoutes('/api/index', undefined),
  ...projectRoutes('/internal/rag/index', 'internal'),
  stream({
    method: 'GET',
    path: '/api/index/jobs/{index_job_id}/events',
    subject: { noun: 'index job', named: 'index_job_id' },
    document: documents.IndexJobEventsDocument,
    variables: ({ params }, after) => ({ jobId: params.index_job_id ?? '', after }),
    event: (data) => renderEvent(data.indexJobEvents, indexEvents),
  }),
];

function projectRoutes(base: '/api/index' | '/internal/rag/index', access: 'internal' | undefined): Route[] {
  return [
    operation({
      method: 'POST',
      path: `${base}/snapshot`,
      access,
      subject: { noun: 'project', named: 'project_id' },
      status: 202,
      body: snapshotBody,
      document: documents.IndexSnapshotDocument,
      variables: ({ body, idempotencyKey }) => ({
        input: { projectId: body.project_id, files: body.files, idempotencyKey },
      }),
      result: (data) => data.indexSnapshot,
      render: renderQueuedJob,
      location: ({ job }) => `${base}/jobs/${job.id}`,
    }),
    operation({
      method: 'POST',
      path: `${base}/changes`,
      access,
      subject: { noun: 'project', named: 'project_id' },
      status: 202,
      body: changesBody,
      document: documents.IndexChangesDocument,
      variables: ({ body, idempotencyKey }) => ({
        input: { projectId: body.project_id, changes: body.changed_files, idempotencyKey },
      }),
      result: (data) => data.indexChanges,
      render: renderQueuedJob,
      location: ({ job }) => `${base}/jobs/${job.id}`,
    }),
    operation({
      method: 'GET',
      path: `${base}/jobs/{index_job_id}`,
      access,
      subject: { noun: 'index job', named: 'index_job_id' },
      status: 200,
      document: documents.IndexJobDocument,
      variables: ({ params }) => ({ jobId: params.index_job_id ?? '' }),
      result: (data) => data.indexJob,
      render: renderJob,
    }),
  ];
}
