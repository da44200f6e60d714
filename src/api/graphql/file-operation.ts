import type { ChangesetOperation } from '../../generated/prisma/client.js';
import { builder } from './builder.js';

const TYPE_NAMES = {
  CREATE: 'CreateFile',
  UPDATE: 'UpdateFile',
  DELETE: 'DeleteFile',
} as const satisfies Record<ChangesetOperation['kind'], string>;

/** The columns of an operation that its kind has. */
interface CreateRow extends ChangesetOperation {
  readonly resultHash: string;
  readonly content: string;
}
interface UpdateRow extends CreateRow {
  readonly baseHash: string;
}
interface DeleteRow extends ChangesetOperation {
  readonly baseHash: string;
}

export const DecisionEnum = builder.enumType('Decision', {
  description: 'What a person has decided about an operation.',
  values: {
    PENDING: { description: 'Nothing yet. As an input it takes a decision back.' },
    ACCEPTED: { description: 'It is to be applied.' },
    REJECTED: { description: 'It is not to be applied; the reason is told to the agent with the next message.' },
  } as const,
});

export const FileOperationInterface = builder.interfaceRef<ChangesetOperation>('FileOperation').implement({
  description: 'A file that a changeset makes, changes or removes. A changeset has at most one per path.',
  resolveType: ({ kind }) => TYPE_NAMES[kind],
  fields: (t) => ({
    path: t.exposeString('path', { description: 'The path of the file in the project.' }),
    decision: t.expose('decision', { type: DecisionEnum, description: 'What a person has decided about it.' }),
    decisionReason: t.exposeString('decisionReason', { nullable: true, description: 'Why, if a reason was given.' }),
    diff: t.exposeString('diff', { description: 'Unified, from the base to the result.' }),
    rationale: t.exposeString('rationale', { nullable: true, description: 'Why the agent proposes it.' }),
  }),
});

const CONTENT =
  'All of it, exact: line endings, BOM and final newline included. Its UTF-8 bytes have the hash `resultHash`.';
const RESULT_HASH = 'SHA-256 of the bytes that the file is to have.';
const BASE_HASH = 'SHA-256 of the bytes that it was made from.';

builder.objectRef<CreateRow>(TYPE_NAMES.CREATE).implement({
  description: 'A file that is new.',
  interfaces: [FileOperationInterface],
  fields: (t) => ({
    resultHash: t.expose('resultHash', { type: 'Sha256', description: RESULT_HASH }),
    content: t.exposeString('content', { description: CONTENT }),
  }),
});

builder.objectRef<UpdateRow>(TYPE_NAMES.UPDATE).implement({
  description: 'A file that gets another content.',
  interfaces: [FileOperationInterface],
  fields: (t) => ({
    baseHash: t.expose('baseHash', { type: 'Sha256', description: BASE_HASH }),
    resultHash: t.expose('resultHash', { type: 'Sha256', description: RESULT_HASH }),
    content: t.exposeString('content', { description: CONTENT }),
  }),
});

builder.objectRef<DeleteRow>(TYPE_NAMES.DELETE).implement({
  description: 'A file that is removed.',
  interfaces: [FileOperationInterface],
  fields: (t) => ({ baseHash: t.expose('baseHash', { type: 'Sha256', description: BASE_HASH }) }),
});
