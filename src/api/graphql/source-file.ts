import { builder } from './builder.js';
import { FileProblemType } from './file-problem.js';
import { matchable } from './matchable.js';
import { pageSize, pathCursor, sliceConnection, totalCountOf } from './page.js';

const FileIndexStatusEnum = builder.enumType('FileIndexStatus', {
  description: 'Whether a file can be searched.',
  values: {
    INDEXED: { description: 'It can be searched.' },
    SKIPPED: { description: 'It was left out by a rule.' },
    FAILED: { description: 'It could not be indexed.' },
  } as const,
});

const SourceFile = builder.prismaObject('RagFile', {
  name: 'SourceFile',
  description: 'A file of a session at its current version, identified by session and path.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Relative, with forward slashes, in Unicode form NFC.' }),
    contentHash: t.expose('contentHash', { type: 'Sha256', description: 'SHA-256 of its raw bytes.' }),
    bytes: t.exposeInt('bytes', { description: 'Its size.' }),
    language: t.exposeString('language', { nullable: true, description: 'What it is written in, when known.' }),
    status: t.expose('status', { type: FileIndexStatusEnum, description: 'Whether it can be searched.' }),
    problem: t.field({
      type: FileProblemType,
      nullable: true,
      description: 'Why it cannot be searched; null when it can.',
      resolve: ({ path, status, reason, detail }) =>
        status === 'INDEXED' || reason === null ? null : { path, kind: status, reason, detail },
    }),
  }),
});

const SourceFileConnection = builder.connectionObject(
  {
    type: SourceFile,
    name: 'SourceFileConnection',
    description: "One page of a session's files.",
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are in all.',
        resolve: (connection) => totalCountOf(connection),
      }),
    }),
  },
  { name: 'SourceFileEdge' },
);

const FileFilter = builder.inputType('FileFilter', {
  description: 'Which files to list; all conditions hold.',
  fields: (t) => ({
    pathPrefix: t.string({ description: 'Only paths that start with this.' }),
    status: t.field({ type: FileIndexStatusEnum, description: 'Only files of this status.' }),
  }),
});

builder.prismaObjectFields('RagSession', (t) => ({
  file: t.field({
    type: SourceFile,
    nullable: true,
    description: 'The file at a path; null when there is none.',
    args: { path: t.arg.string({ required: true, description: 'Its path in the project.' }) },
    resolve: (session, { path }, context) => context.services.sessions.file(session, matchable(path)),
  }),
  files: t.field({
    type: SourceFileConnection,
    description: 'By path.',
    extensions: { defaultPage: 50 },
    args: {
      first: t.arg.int({ description: 'How many; 50 when not given, at most MAX_PAGE_SIZE.' }),
      after: t.arg.string({ description: 'Only files after this cursor.' }),
      filter: t.arg({ type: FileFilter, description: 'Which files; all when not given.' }),
    },
    resolve: async (session, args, { services }) =>
      sliceConnection(
        await services.sessions.files(session, {
          first: pageSize(args.first, 50, services.info.limits),
          afterPath: pathCursor(args),
          pathPrefix: matchable(args.filter?.pathPrefix ?? '') || null,
          status: args.filter?.status ?? null,
        }),
        args,
        (file) => file.path,
      ),
  }),
}));
