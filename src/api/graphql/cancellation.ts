import { NotFoundError } from '../../shared/errors.js';
import { builder } from './builder.js';
import { required } from './required.js';

const CancelTaskPayload = builder.objectRef<{ readonly taskId: string }>('CancelTaskPayload').implement({
  description: 'The task as it is now.',
  fields: (t) => ({
    task: t.prismaField({
      type: 'Task',
      description: 'CANCELLED, or CANCELLING until its work has really stopped; one that had ended is as it was.',
      resolve: (query, { taskId }, _args, { services, ownerId }) =>
        required(services.tasks.find(ownerId, taskId, query), 'task', taskId),
    }),
  }),
});

const CancelTaskResult = builder.errorUnion('CancelTaskResult', {
  description: 'The task, or why there is none.',
  types: [CancelTaskPayload, NotFoundError],
  resolveType: () => 'CancelTaskPayload',
});

const CancelIndexJobPayload = builder.objectRef<{ readonly jobId: string }>('CancelIndexJobPayload').implement({
  description: 'The index job as it is now.',
  fields: (t) => ({
    job: t.prismaField({
      type: 'IndexJob',
      description: 'CANCELLED, or CANCELLING until its work has really stopped; one that had ended is as it was.',
      resolve: (query, { jobId }, _args, { services, ownerId }) =>
        required(services.indexing.findJob(ownerId, jobId, { query }), 'index job', jobId),
    }),
  }),
});

const CancelIndexJobResult = builder.errorUnion('CancelIndexJobResult', {
  description: 'The index job, or why there is none.',
  types: [CancelIndexJobPayload, NotFoundError],
  resolveType: () => 'CancelIndexJobPayload',
});

builder.mutationFields((t) => ({
  cancelTask: t.field({
    type: CancelTaskResult,
    description:
      'Has a task end. What it has written so far is kept; no provider is called any more. A task that has ended stays as it is.',
    args: { id: t.arg.id({ required: true, description: 'The task.' }) },
    resolve: (_root, { id }, { services, ownerId }) => services.tasks.cancel(ownerId, id),
  }),
  cancelIndexJob: t.field({
    type: CancelIndexJobResult,
    description: 'Has an index job end. The session stays at its version. A job that has ended stays as it is.',
    args: {
      id: t.arg.id({ required: true, description: 'The job.' }),
      sessionId: t.arg.id({ description: 'If given, a job of another session is not found.' }),
    },
    resolve: (_root, { id, sessionId }, { services, ownerId }) =>
      services.indexing.cancelJob(ownerId, id, { sessionId }),
  }),
}));
