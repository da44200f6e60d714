import type { BaseConflict, CheckVerdict } from '../../contracts/changeset.js';
import { builder } from './builder.js';
import { FileOperationInterface } from './file-operation.js';

const ChangesetStatusEnum = builder.enumType('ChangesetStatus', {
  description: 'Where a changeset stands. APPLIED, REJECTED and SUPERSEDED are final.',
  values: {
    PROPOSED: { description: 'Some of its operations are not decided on.' },
    REVIEWED: { description: 'Every operation is decided on, and at least one is accepted.' },
    APPLIED: { description: 'The client has confirmed that what was not rejected has been applied.' },
    REJECTED: { description: 'Every operation was rejected.' },
    STALE: {
      description:
        'Files were no longer what it was made from: `conflicts` names them. Accepting or confirming it compares them again.',
    },
    SUPERSEDED: { description: 'A later task of the dialog has proposed another one.' },
  } as const,
});

const CheckStatusEnum = builder.enumType('CheckStatus', {
  description: 'What a check has come to.',
  values: {
    PASS: { description: 'Nothing is wrong.' },
    WARN: { description: 'Look at it: the message says why.' },
    FAIL: { description: 'The operation was not proposed: the message says why.' },
    SKIPPED: { description: 'It was not made, since an earlier one had failed.' },
  } as const,
});

const CheckVerdictType = builder.objectRef<CheckVerdict>('CheckVerdict').implement({
  description: 'What a check of the server has found of one path, before a person saw it.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'path, policy, base, applies_once, parses, line_endings, secret or no_change.',
    }),
    status: t.expose('status', { type: CheckStatusEnum, description: 'What it has come to.' }),
    message: t.exposeString('message', { nullable: true, description: 'A sentence for a person, if there is one.' }),
    path: t.exposeString('path', {
      nullable: true,
      description: 'The path that was checked, as the model wrote it; it need not be one that a file can have.',
    }),
  }),
});

export const BaseConflictType = builder.objectRef<BaseConflict>('BaseConflict').implement({
  description:
    "A file that is no longer what a changeset was made from. A null hash means: no such file. A file that already has the result's hash is no conflict.",
  fields: (t) => ({
    path: t.exposeString('path', { description: 'The path of the file.' }),
    expected: t.expose('expected', { type: 'Sha256', nullable: true, description: 'The hash it was made from.' }),
    actual: t.expose('actual', {
      type: 'Sha256',
      nullable: true,
      description: 'The hash that the session had of it; what was uploaded and is still queued counts.',
    }),
  }),
});

export const ChangesetType = builder.prismaNode('Changeset', {
  description:
    'Edits that a task proposes. A person reviews them, the client applies them and confirms it, and the index follows.',
  id: { field: 'id', description: 'Starts with chg_.' },
  fields: (t) => ({
    task: t.relation('task', { description: 'The task that proposed it.' }),
    status: t.expose('status', { type: ChangesetStatusEnum, description: 'Where it stands.' }),
    baseVersion: t.exposeInt('baseVersion', { description: "The session's version that it was made from." }),
    summary: t.exposeString('summary', { description: 'What it does, for a person.' }),
    operations: t.field({
      type: [FileOperationInterface],
      description: 'One per path.',
      select: { operations: { orderBy: { ordinal: 'asc' } } },
      resolve: ({ operations }) => operations,
    }),
    checks: t.field({
      type: [CheckVerdictType],
      description: 'What the server has checked, also of operations that it did not let through.',
      resolve: ({ checks }) => checks as unknown as CheckVerdict[],
    }),
    conflicts: t.field({
      type: [BaseConflictType],
      description: 'Filled when STALE.',
      resolve: (changeset, _args, { services }) => [...services.changesets.conflicts(changeset)],
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was proposed.' }),
  }),
});

builder.queryField('changeset', (t) =>
  t.prismaField({
    type: ChangesetType,
    nullable: true,
    description: 'A changeset by its id.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (query, _root, { id }, { services, ownerId }) => services.changesets.find(ownerId, id, query),
  }),
);
