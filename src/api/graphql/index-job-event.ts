import type { IndexJobEvent } from '../../contracts/events.js';
import { builder } from './builder.js';
import { IndexCountsType } from './index-counts.js';
import { RunFailureType, RunStatusEnum } from './run.js';
import { openStream, type StreamedEvent } from './stream.js';

type Of<Type extends IndexJobEvent['type']> = StreamedEvent<Extract<IndexJobEvent, { type: Type }>>;

const TYPE_NAMES = {
  index_status: 'IndexStatusChanged',
  index_progress: 'IndexProgressed',
  terminal: 'IndexFinished',
} as const satisfies Record<IndexJobEvent['type'], string>;

const IndexJobEventInterface = builder.interfaceRef<StreamedEvent<IndexJobEvent>>('IndexJobEvent').implement({
  description: 'What happened to an index job. An event is a fact: its fields are the values when it happened.',
  resolveType: ({ type }) => TYPE_NAMES[type],
  fields: (t) => ({
    cursor: t.expose('cursor', { type: 'EventCursor', description: 'Resume with `after` set to this.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    jobId: t.id({ description: 'The job.', resolve: ({ streamId }) => streamId }),
  }),
});

builder.objectRef<Of<'index_status'>>(TYPE_NAMES.index_status).implement({
  description: 'The status of the job has changed. In SSE: index_status.',
  interfaces: [IndexJobEventInterface],
  fields: (t) => ({
    status: t.expose('status', { type: RunStatusEnum, description: 'Its status from then on.' }),
    queuePosition: t.exposeInt('queuePosition', {
      nullable: true,
      description: '1 was next; null when it was not queued.',
    }),
    counts: t.expose('counts', { type: IndexCountsType, description: 'Its counts then.' }),
  }),
});

builder.objectRef<Of<'index_progress'>>(TYPE_NAMES.index_progress).implement({
  description: 'The job has come to a file. At most ten a second; counts never go back. In SSE: index_progress.',
  interfaces: [IndexJobEventInterface],
  fields: (t) => ({
    currentFileIndex: t.exposeInt('currentFileIndex', { description: 'Which file of the job it was; 1 is the first.' }),
    totalFiles: t.exposeInt('totalFiles', { description: 'How many files the job has.' }),
    processedFiles: t.exposeInt('processedFiles', { description: 'How many of them were done.' }),
    currentFilePath: t.exposeString('currentFilePath', { description: 'The path of the file.' }),
  }),
});

builder.objectRef<Of<'terminal'>>(TYPE_NAMES.terminal).implement({
  description: 'The job has ended. Always the last event. In SSE: terminal.',
  interfaces: [IndexJobEventInterface],
  fields: (t) => ({
    status: t.expose('status', { type: RunStatusEnum, description: 'DONE, ERROR or CANCELLED.' }),
    counts: t.expose('counts', { type: IndexCountsType, description: 'Its final counts.' }),
    version: t.exposeInt('version', {
      nullable: true,
      description: 'The version it brought the session to; null when it was not applied.',
    }),
    failure: t.expose('failure', {
      type: RunFailureType,
      nullable: true,
      description: 'Why it ended in ERROR; null otherwise.',
    }),
  }),
});

builder.subscriptionField('indexJobEvents', (t) =>
  t.field({
    type: IndexJobEventInterface,
    description: 'Every event of an index job, from the first or after a cursor; completes after the last.',
    args: {
      jobId: t.arg.id({ required: true, description: 'The job.' }),
      sessionId: t.arg.id({ description: 'When given, a job of another session is not found.' }),
      after: t.arg({ type: 'EventCursor', description: 'Only events after this one; all when not given.' }),
    },
    subscribe: (_root, { jobId, sessionId, after }, context) =>
      openStream(context, jobId, (signal) =>
        context.services.indexing.watch(context.ownerId, jobId, { sessionId, after }, signal),
      ),
    resolve: (event) => event,
  }),
);
