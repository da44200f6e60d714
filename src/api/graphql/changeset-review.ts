import type { ConfirmedChangeset } from '../../chat/changesets/changeset-service.js';
import {
  ChangesetClosedError,
  IdempotencyMismatchError,
  InvalidInputError,
  LimitError,
  NotFoundError,
  StaleBaseError,
} from '../../shared/errors.js';
import { builder } from './builder.js';
import { ChangesetType } from './changeset.js';
import { DecisionEnum } from './file-operation.js';
import { IDEMPOTENCY_KEY } from './idempotency-key.js';
import { required } from './required.js';

const OperationDecisionInput = builder.inputType('OperationDecisionInput', {
  description: 'What is decided about one operation.',
  fields: (t) => ({
    path: t.string({ required: true, description: 'The path of the operation.' }),
    decision: t.field({ type: DecisionEnum, required: true, description: 'The decision; PENDING takes it back.' }),
    reason: t.string({ description: 'Why; the agent is told with the next message. Up to 2,000 characters.' }),
  }),
});

const ReviewChangesetInput = builder.inputType('ReviewChangesetInput', {
  description: 'Decisions about operations of a changeset.',
  fields: (t) => ({
    changesetId: t.id({ required: true, description: 'The changeset.' }),
    decisions: t.field({
      type: [OperationDecisionInput],
      required: true,
      description: 'One for each path to decide on; others stay as they are.',
    }),
  }),
});

const AppliedFileInput = builder.inputType('AppliedFileInput', {
  description: 'A file after the changeset was applied to it.',
  fields: (t) => ({
    path: t.string({ required: true, description: 'The path of the operation.' }),
    resultHash: t.field({
      type: 'Sha256',
      description: "SHA-256 of the file's raw bytes now; null: the file was deleted.",
    }),
  }),
});

const ConfirmAppliedInput = builder.inputType('ConfirmAppliedInput', {
  description: 'What the client has applied.',
  fields: (t) => ({
    changesetId: t.id({ required: true, description: 'The changeset.' }),
    applied: t.field({
      type: [AppliedFileInput],
      required: true,
      description:
        'Every operation that is not rejected, no more and no less. One that was not decided on is accepted by that.',
    }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

const ChangesetPayload = builder.objectRef<{ readonly changesetId: string }>('ChangesetPayload').implement({
  description: 'The changeset as it is now.',
  fields: (t) => ({
    changeset: t.prismaField({
      type: ChangesetType,
      description: 'The changeset.',
      resolve: (query, { changesetId }, _args, { services, ownerId }) =>
        required(services.changesets.find(ownerId, changesetId, query), 'changeset', changesetId),
    }),
  }),
});

const ConfirmAppliedPayload = builder.objectRef<ConfirmedChangeset>('ConfirmAppliedPayload').implement({
  description: 'The applied changeset, and the job that brings the index up to date.',
  fields: (t) => ({
    changeset: t.prismaField({
      type: ChangesetType,
      description: 'The changeset.',
      resolve: (query, { changesetId }, _args, { services, ownerId }) =>
        required(services.changesets.find(ownerId, changesetId, query), 'changeset', changesetId),
    }),
    job: t.prismaField({
      type: 'IndexJob',
      nullable: true,
      description: 'Watch it with `indexJobEvents`; null when the index had every result already.',
      resolve: (query, { jobId }, _args, { services, ownerId }) =>
        jobId === null ? null : services.indexing.findJob(ownerId, jobId, { query }),
    }),
  }),
});

const ReviewChangesetResult = builder.errorUnion('ReviewChangesetResult', {
  description: 'The reviewed changeset, or why it was not reviewed.',
  types: [ChangesetPayload, InvalidInputError, NotFoundError, StaleBaseError, ChangesetClosedError],
  resolveType: () => 'ChangesetPayload',
});

const ConfirmAppliedResult = builder.errorUnion('ConfirmAppliedResult', {
  description: 'The applied changeset, or why it does not count as applied.',
  types: [
    ConfirmAppliedPayload,
    InvalidInputError,
    NotFoundError,
    StaleBaseError,
    ChangesetClosedError,
    IdempotencyMismatchError,
    LimitError,
  ],
  resolveType: () => 'ConfirmAppliedPayload',
});

builder.mutationFields((t) => ({
  reviewChangeset: t.field({
    type: ReviewChangesetResult,
    description:
      'Accepts and rejects operations. When one is accepted and a file has changed since, the changeset becomes STALE and nothing is decided.',
    args: { input: t.arg({ type: ReviewChangesetInput, required: true, description: 'The decisions.' }) },
    resolve: (_root, { input }, { services, ownerId }) => services.changesets.review(ownerId, input),
  }),
  confirmChangesetApplied: t.field({
    type: ConfirmAppliedResult,
    description: 'Tells that the client has applied the changeset to its files; the index is brought up to date.',
    args: { input: t.arg({ type: ConfirmAppliedInput, required: true, description: 'What was applied.' }) },
    resolve: (_root, { input }, { services, ownerId }) => services.changesets.confirmApplied(ownerId, input),
  }),
}));
