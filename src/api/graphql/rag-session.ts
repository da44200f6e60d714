import type { RagSession as RagSessionRow } from '../../generated/prisma/client.js';
import type { IndexCoverage } from '../../rag/sessions/coverage-store.js';
import type { ManifestComparison } from '../../rag/sessions/manifest.js';
import { builder } from './builder.js';
import { DeleteResult } from './deletion.js';
import { EmbeddingSpaceType } from './embedding-space.js';
import { FileProblemConnection, ProblemReasonEnum } from './file-problem.js';
import { matchable } from './matchable.js';
import { checkedPage, pageSize, pathCursor, sliceConnection } from './page.js';

const SessionStatusEnum = builder.enumType('SessionStatus', {
  description: 'What a session can be used for.',
  values: {
    EMPTY: { description: 'No job has been applied, and none is pending.' },
    INDEXING: { description: 'A job is queued or running; searches see the version before it.' },
    READY: { description: 'Nothing is pending.' },
  } as const,
});

const RagSession = builder.prismaNode('RagSession', {
  description: 'One indexed project.',
  id: { field: 'id', description: 'Starts with ses_.' },
  fields: (t) => ({
    projectId: t.exposeString('projectId', { description: "The client's own name for the project." }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    version: t.exposeInt('version', {
      description: '0 until the first job is applied; raised by each job that changed something.',
    }),
    status: t.field({
      type: SessionStatusEnum,
      description: 'What it can be used for.',
      resolve: (session, _args, { services }) => services.sessions.status(session),
    }),
    embeddingSpace: t.field({
      type: EmbeddingSpaceType,
      description: 'What its vectors were made with.',
      resolve: (session) => ({
        provider: session.embeddingProvider,
        model: session.embeddingModel,
        dimensions: session.embeddingDimensions,
        chunkerVersion: session.chunkerVersion,
      }),
    }),
    needsReindex: t.boolean({
      description: "The server's embedding model has changed; the next job re-indexes.",
      resolve: (session, _args, { services }) => services.sessions.needsReindex(session),
    }),
    coverage: t.field({
      type: IndexCoverageType,
      description: 'What can be searched, at the current version.',
      resolve: async (session, _args, { services }) => ({ ...(await services.sessions.coverage(session)), session }),
    }),
    activeJob: t.prismaField({
      type: 'IndexJob',
      nullable: true,
      description: 'The running job, else the first queued one.',
      resolve: (query, session, _args, { services }) => services.sessions.activeJob(session, query),
    }),
    indexJob: t.prismaField({
      type: 'IndexJob',
      nullable: true,
      description: 'A job of this session; null also for a job of another one.',
      args: { id: t.arg.id({ required: true, description: "The job's id." }) },
      resolve: (query, session, { id }, { services, ownerId }) =>
        services.indexing.findJob(ownerId, id, { sessionId: session.id, query }),
    }),
    jobs: t.relatedConnection(
      'jobs',
      {
        cursor: 'number',
        defaultSize: checkedPage('I'),
        description: 'Its index jobs, newest first; 20 when no number is given.',
        query: { orderBy: { number: 'desc' } },
      },
      { name: 'IndexJobConnection', description: "One page of a session's index jobs." },
      { name: 'IndexJobEdge' },
    ),
    dialogs: t.relatedConnection(
      'dialogs',
      {
        cursor: 'id',
        defaultSize: checkedPage('S'),
        description: 'Its dialogs, latest activity first; 20 when no number is given.',
        query: { orderBy: [{ lastActivityAt: 'desc' }, { id: 'desc' }] },
      },
      { name: 'DialogConnection', description: "One page of a session's dialogs." },
      { name: 'DialogEdge' },
    ),
    compareManifest: t.field({
      type: ManifestComparisonType,
      description:
        'What a client must still send, and what it should delete, so that the session equals the manifest. Writes nothing.',
      args: {
        manifest: t.arg({ type: [FileManifestEntry], required: true, description: 'Every file of the project.' }),
      },
      resolve: (session, { manifest }, { services }) => services.sessions.compareManifest(session, manifest),
    }),
  }),
});

const IndexCoverageType = builder
  .objectRef<IndexCoverage & { readonly session: RagSessionRow }>('IndexCoverage')
  .implement({
    description: 'What of a session can be searched, at its current version.',
    fields: (t) => ({
      files: t.exposeInt('files', { description: 'All its files.' }),
      indexedFiles: t.exposeInt('indexedFiles', { description: 'Files that can be searched.' }),
      skippedFiles: t.exposeInt('skippedFiles', { description: 'Files left out by a rule.' }),
      failedFiles: t.exposeInt('failedFiles', { description: 'Files that could not be indexed.' }),
      chunks: t.exposeInt('chunks', { description: 'Pieces that a search compares.' }),
      problems: t.field({
        type: FileProblemConnection,
        description: 'Files that cannot be searched, by path.',
        extensions: { defaultPage: 50 },
        args: {
          first: t.arg.int({ description: 'How many; 50 when not given, at most MAX_PAGE_SIZE.' }),
          after: t.arg.string({ description: 'Only problems after this cursor.' }),
          reason: t.arg({ type: ProblemReasonEnum, description: 'Only problems of this reason.' }),
        },
        resolve: async ({ session }, args, { services }) =>
          sliceConnection(
            await services.sessions.problems(session, {
              first: pageSize(args.first, 50, services.info.limits),
              afterPath: pathCursor(args),
              reason: args.reason ?? null,
            }),
            args,
            (problem) => problem.path,
          ),
      }),
    }),
  });

const FileManifestEntry = builder.inputType('FileManifestEntry', {
  description: 'One file as the client has it.',
  fields: (t) => ({
    path: t.string({ required: true, description: 'Its path in the project.' }),
    contentHash: t.field({ type: 'Sha256', required: true, description: 'SHA-256 of its raw bytes.' }),
  }),
});

const ManifestComparisonType = builder.objectRef<ManifestComparison>('ManifestComparison').implement({
  description: "What separates a session from a client's files.",
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'The version that was compared; send it as `baseVersion`.' }),
    upsert: t.field({
      type: ['String'],
      description: 'Paths to upsert: new or other content.',
      resolve: ({ upsert }) => [...upsert],
    }),
    delete: t.field({
      type: ['String'],
      description: 'Paths to delete.',
      resolve: (comparison) => [...comparison.delete],
    }),
    unchanged: t.exposeInt('unchanged', { description: 'How many files are as they should be.' }),
  }),
});

builder.queryFields((t) => ({
  ragSession: t.prismaField({
    type: RagSession,
    nullable: true,
    description: 'A session by its id.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (query, _root, { id }, { services, ownerId }) => services.sessions.find(ownerId, id, query),
  }),
  ragSessions: t.prismaConnection(
    {
      type: RagSession,
      cursor: 'id',
      defaultSize: checkedPage('S'),
      description: 'Your sessions, newest first; 20 when no number is given.',
      args: { projectId: t.arg.string({ description: 'Only sessions of this project.' }) },
      resolve: (query, _root, args, context) => {
        const orderBy = [{ createdAt: 'desc' }, { id: 'desc' }];
        const filter = {
          projectId: args.projectId === null || args.projectId === undefined ? undefined : matchable(args.projectId),
        };
        return context.services.sessions.list(context.ownerId, filter, { ...query, orderBy });
      },
    },
    { name: 'RagSessionConnection', description: 'One page of your sessions.' },
    { name: 'RagSessionEdge' },
  ),
}));

builder.mutationField('deleteRagSession', (t) =>
  t.field({
    type: DeleteResult,
    description: 'Deletes the session and everything of it, also while a job of it runs.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: async (_root, { id }, { services, ownerId }) => {
      await services.deletion.delete(ownerId, id);
      return { deletedId: id };
    },
  }),
);
