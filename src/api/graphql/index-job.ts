import { builder } from './builder.js';
import { FileProblemConnection } from './file-problem.js';
import { IndexCountsType } from './index-counts.js';
import { ordinalCursor, pageSize, sliceConnection } from './page.js';
import { failureOf, RunFailureType, RunStatusEnum } from './run.js';

const IndexJobKindEnum = builder.enumType('IndexJobKind', {
  description: 'What a job was given.',
  values: {
    SNAPSHOT: { description: 'The whole project: files not in it are removed.' },
    CHANGES: { description: 'Single changes.' },
  } as const,
});

const IndexJob = builder.prismaNode('IndexJob', {
  description: 'A background run that brings a session to a new version. Jobs of one session run in order.',
  id: { field: 'id', description: 'Starts with job_.' },
  fields: (t) => ({
    session: t.relation('session', { description: 'The session that it changes.' }),
    kind: t.expose('kind', { type: IndexJobKindEnum, description: 'What it was given.' }),
    status: t.expose('status', { type: RunStatusEnum, description: 'Where it stands.' }),
    queuePosition: t.int({
      nullable: true,
      description: '1 is next; null when not queued.',
      resolve: (job, _args, { services }) => services.indexing.queuePosition(job),
    }),
    counts: t.field({
      type: IndexCountsType,
      description: 'What became of its files so far.',
      resolve: (job, _args, { services }) => services.indexing.counts(job),
    }),
    problems: t.field({
      type: FileProblemConnection,
      description: 'Its skipped and failed files, in the order given.',
      extensions: { defaultPage: 100 },
      args: {
        first: t.arg.int({ description: 'How many; 100 when not given, at most MAX_PAGE_SIZE.' }),
        after: t.arg.string({ description: 'Only problems after this cursor.' }),
      },
      resolve: async (job, args, { services }) =>
        sliceConnection(
          await services.indexing.problems(job, {
            first: pageSize(args.first, 100, services.info.limits),
            afterOrdinal: ordinalCursor(args),
          }),
          args,
          (problem) => String(problem.ordinal),
        ),
    }),
    version: t.exposeInt('version', {
      nullable: true,
      description: 'The version it brought the session to; null until applied.',
    }),
    failure: t.field({
      type: RunFailureType,
      nullable: true,
      description: 'Why it ended in ERROR; null otherwise.',
      resolve: (job) => failureOf(job),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was queued.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When work on it began.' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    lastEventCursor: t.field({
      type: 'EventCursor',
      nullable: true,
      description: 'The cursor of its latest event: subscribe after it to hear only what is new.',
      resolve: (job, _args, { services }) => services.indexing.lastEventCursor(job),
    }),
  }),
});

builder.queryField('indexJob', (t) =>
  t.prismaField({
    type: IndexJob,
    nullable: true,
    description: 'An index job by its id.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (query, _root, { id }, { services, ownerId }) => services.indexing.findJob(ownerId, id, { query }),
  }),
);
