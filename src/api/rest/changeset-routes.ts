import { z } from 'zod';
import * as documents from '../../generated/documents/graphql.js';
import { describeNoSha256, SHA256 } from '../sha256.js';
import { renderWithConflicts } from './changeset-rendering.js';
import { operation, type Route } from './route.js';
import { lower } from './words.js';

const changeset = { noun: 'changeset', named: 'changeset_id' };

const DECISIONS = {
  accepted: 'ACCEPTED',
  rejected: 'REJECTED',
  pending: 'PENDING',
} as const satisfies Record<string, documents.Decision>;

const decision = z.enum(Object.keys(DECISIONS) as (keyof typeof DECISIONS)[]).transform((name) => DECISIONS[name]);

const resultHash = z.string().regex(SHA256, {
  error: ({ input }) => describeNoSha256(input, ', or null for a file that was deleted'),
});

export const changesetRoutes: readonly Route[] = [
  operation({
    method: 'GET',
    path: '/api/changesets/{changeset_id}',
    subject: changeset,
    status: 200,
    document: documents.ChangesetDocument,
    variables: ({ params }) => ({ id: params.changeset_id ?? '' }),
    result: (data) => data.changeset,
    render: renderWithConflicts,
  }),
  operation({
    method: 'POST',
    path: '/api/changesets/{changeset_id}/review',
    subject: changeset,
    status: 200,
    body: z.object({ decisions: z.array(z.object({ path: z.string(), decision, reason: z.string().nullish() })) }),
    document: documents.ReviewChangesetDocument,
    variables: ({ params, body }) => ({
      input: { changesetId: params.changeset_id ?? '', decisions: body.decisions },
    }),
    result: (data) => data.reviewChangeset,
    render: (payload) => renderWithConflicts(payload.changeset),
  }),
  operation({
    method: 'POST',
    path: '/api/changesets/{changeset_id}/applied',
    subject: changeset,
    status: 202,
    body: z.object({ applied: z.array(z.object({ path: z.string(), result_hash: resultHash.nullish() })) }),
    document: documents.ConfirmChangesetAppliedDocument,
    variables: ({ params, body, idempotencyKey }) => ({
      input: {
        changesetId: params.changeset_id ?? '',
        applied: body.applied.map(({ path, result_hash }) => ({ path, resultHash: result_hash })),
        idempotencyKey,
      },
    }),
    result: (data) => data.confirmChangesetApplied,
    render: (payload) => ({
      changeset_id: payload.changeset.id,
      status: lower(payload.changeset.status),
      index_job_id: payload.job?.id ?? null,
    }),
    location: ({ changeset, job }) => (job === null ? `/api/changesets/${changeset.id}` : `/api/index/jobs/${job.id}`),
  }),
];
