import type { QueuedJob } from '../../rag/indexing/index-service.js';
import {
  IdempotencyMismatchError,
  InvalidInputError,
  LimitError,
  NotFoundError,
  StaleVersionError,
} from '../../shared/errors.js';
import { builder } from './builder.js';
import { ApplyChangesInput, CreateRagSessionInput, IndexChangesInput, IndexSnapshotInput } from './indexing-input.js';
import { required } from './required.js';

const IndexJobPayload = builder.objectRef<QueuedJob>('IndexJobPayload').implement({
  description: 'The job that was queued. Watch it with `indexJobEvents`.',
  fields: (t) => ({
    session: t.prismaField({
      type: 'RagSession',
      description: 'The session that the job changes.',
      resolve: (query, { sessionId }, _args, { services, ownerId }) =>
        required(services.sessions.find(ownerId, sessionId, query), 'RAG session', sessionId),
    }),
    job: t.prismaField({
      type: 'IndexJob',
      description: 'The job.',
      resolve: (query, { jobId }, _args, { services, ownerId }) =>
        required(services.indexing.findJob(ownerId, jobId, { query }), 'index job', jobId),
    }),
  }),
});

const resolveType = () => 'IndexJobPayload';

const CreateRagSessionResult = builder.errorUnion('CreateRagSessionResult', {
  description: 'The first job of the new session, or why there is none.',
  types: [IndexJobPayload, InvalidInputError, IdempotencyMismatchError, LimitError],
  resolveType,
});

const IndexSnapshotResult = builder.errorUnion('IndexSnapshotResult', {
  description: 'The queued job, or why there is none.',
  types: [IndexJobPayload, InvalidInputError, IdempotencyMismatchError, LimitError],
  resolveType,
});

const ApplyChangesResult = builder.errorUnion('ApplyChangesResult', {
  description: 'The queued job, or why there is none.',
  types: [IndexJobPayload, InvalidInputError, NotFoundError, StaleVersionError, IdempotencyMismatchError, LimitError],
  resolveType,
});

const IndexChangesResult = builder.errorUnion('IndexChangesResult', {
  description: 'The queued job, or why there is none.',
  types: [IndexJobPayload, InvalidInputError, NotFoundError, IdempotencyMismatchError, LimitError],
  resolveType,
});

builder.mutationFields((t) => ({
  createRagSession: t.field({
    type: CreateRagSessionResult,
    description: 'Makes a new session and indexes these files in the background. Each call makes a new one.',
    args: { input: t.arg({ type: CreateRagSessionInput, required: true, description: 'The project.' }) },
    resolve: (_root, { input }, { services, ownerId }) => services.indexing.createSession(ownerId, input),
  }),
  applyChanges: t.field({
    type: ApplyChangesResult,
    description: 'Changes some files of a session in the background.',
    args: { input: t.arg({ type: ApplyChangesInput, required: true, description: 'The changes.' }) },
    resolve: (_root, { input }, { services, ownerId }) => services.indexing.applyChanges(ownerId, input),
  }),
  indexSnapshot: t.field({
    type: IndexSnapshotResult,
    description: "The project's own session, made when first seen, becomes exactly these files.",
    args: { input: t.arg({ type: IndexSnapshotInput, required: true, description: 'The whole project.' }) },
    resolve: (_root, { input }, { services, ownerId }) => services.indexing.indexSnapshot(ownerId, input),
  }),
  indexChanges: t.field({
    type: IndexChangesResult,
    description: "`applyChanges` for the project's own session.",
    args: { input: t.arg({ type: IndexChangesInput, required: true, description: 'The changes.' }) },
    resolve: (_root, { input }, { services, ownerId }) => services.indexing.indexChanges(ownerId, input),
  }),
}));
