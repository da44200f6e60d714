import { builder } from './builder.js';
import { IDEMPOTENCY_KEY } from './idempotency-key.js';

const ContentEncodingEnum = builder.enumType('ContentEncoding', {
  description: 'How the bytes of a file are written in `content`.',
  values: {
    UTF8: { description: 'As text.' },
    BASE64: { description: 'In base64, for bytes that are not UTF-8.' },
  } as const,
});

const FileInput = builder.inputType('FileInput', {
  description: 'One file.',
  fields: (t) => ({
    path: t.string({ required: true, description: 'Relative to the project, with forward slashes.' }),
    content: t.string({ required: true, description: 'Its content.' }),
    encoding: t.field({
      type: ContentEncodingEnum,
      defaultValue: 'UTF8',
      description: 'How its bytes are written in `content`.',
    }),
    contentHash: t.field({
      type: 'Sha256',
      description: 'SHA-256 of its raw bytes; refused when it does not match.',
    }),
  }),
});

const RenameInput = builder.inputType('RenameInput', {
  description: 'A file that has a new path and the same content.',
  fields: (t) => ({
    from: t.string({ required: true, description: 'Its path so far.' }),
    to: t.string({ required: true, description: 'Its new path.' }),
  }),
});

const FileChangeInput = builder.inputType('FileChangeInput', {
  description: 'One change; give exactly one of the three.',
  isOneOf: true,
  fields: (t) => ({
    upsert: t.field({ type: FileInput, description: 'A file that is new or has other content.' }),
    delete: t.string({ description: 'The path of a file that is gone. An unknown one is no error.' }),
    rename: t.field({ type: RenameInput, description: 'A file that has a new path.' }),
  }),
});

export const CreateRagSessionInput = builder.inputType('CreateRagSessionInput', {
  description: 'A project to index.',
  fields: (t) => ({
    projectId: t.string({ required: true, description: 'Your own name for the project.' }),
    files: t.field({ type: [FileInput], required: true, description: 'Its files; may be empty.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

export const IndexSnapshotInput = builder.inputType('IndexSnapshotInput', {
  description: 'A project as a whole: files not given are removed.',
  fields: (t) => ({
    projectId: t.string({ required: true, description: 'Your own name for the project.' }),
    files: t.field({ type: [FileInput], required: true, description: 'All its files.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

export const ApplyChangesInput = builder.inputType('ApplyChangesInput', {
  description: 'Changes to a session.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: 'The session.' }),
    baseVersion: t.int({
      description: "Refuse the changes unless this is the session's version and nothing is pending.",
    }),
    changes: t.field({ type: [FileChangeInput], required: true, description: 'The changes, in order.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

export const IndexChangesInput = builder.inputType('IndexChangesInput', {
  description: "Changes to a project's own session.",
  fields: (t) => ({
    projectId: t.string({ required: true, description: 'Your own name for the project.' }),
    changes: t.field({ type: [FileChangeInput], required: true, description: 'The changes, in order.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});
