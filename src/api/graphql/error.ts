import {
  ChangesetClosedError,
  DialogBusyError,
  DialogSessionMismatchError,
  type ExpectedError,
  type FieldError,
  HostNotAllowedError,
  IdempotencyMismatchError,
  InvalidInputError,
  LimitError,
  NotFoundError,
  StaleBaseError,
  StaleVersionError,
  UpstreamError,
} from '../../shared/errors.js';
import { builder } from './builder.js';
import { BaseConflictType, ChangesetType } from './changeset.js';
import { ErrorCodeEnum } from './error-code.js';
import { required } from './required.js';

const ErrorInterface = builder.interfaceRef<ExpectedError>('Error').implement({
  description: 'A failure that a client can cause or must expect.',
  fields: (t) => ({
    message: t.exposeString('message', {
      description: 'A sentence for a person: the value, the rule and the way out.',
    }),
    code: t.expose('code', { type: ErrorCodeEnum, description: 'The stable name of this failure, for programs.' }),
  }),
});

const FieldErrorType = builder.objectRef<FieldError>('FieldError').implement({
  description: 'What is wrong with one field of the input.',
  fields: (t) => ({
    path: t.field({
      type: ['String'],
      description: 'The field, relative to `input`: ["files", "3", "path"].',
      resolve: ({ path }) => [...path],
    }),
    message: t.exposeString('message', { description: 'What is wrong with it, and what is expected.' }),
  }),
});

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description: 'One or more fields of the input are not valid; nothing was done.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    fields: t.field({
      type: [FieldErrorType],
      description: 'Every field that is not valid.',
      resolve: ({ fields }) => [...fields],
    }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'What the request acts on does not exist, has been deleted or belongs to another owner.',
  interfaces: [ErrorInterface],
  fields: (t) => ({ id: t.exposeString('id', { nullable: true, description: 'The id that was not found.' }) }),
});

builder.objectType(IdempotencyMismatchError, {
  name: 'IdempotencyMismatchError',
  description: 'The idempotency key was used for another request.',
  interfaces: [ErrorInterface],
});

builder.objectType(StaleVersionError, {
  name: 'StaleVersionError',
  description: "`baseVersion` is not the session's version, or index jobs are still pending.",
  interfaces: [ErrorInterface],
  fields: (t) => ({ currentVersion: t.exposeInt('currentVersion', { description: "The session's version now." }) }),
});

builder.objectType(StaleBaseError, {
  name: 'StaleBaseError',
  description: 'Files are no longer what the changeset was made from; nothing was done but to mark it STALE.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    conflicts: t.field({
      type: [BaseConflictType],
      description: 'Every such file.',
      resolve: ({ conflicts }) => [...conflicts],
    }),
  }),
});

builder.objectType(ChangesetClosedError, {
  name: 'ChangesetClosedError',
  description: 'The changeset was applied, rejected or superseded: nothing about it can be decided any more.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    changeset: t.prismaField({
      type: ChangesetType,
      description: 'The changeset.',
      resolve: (query, { changeset: { id } }, _args, { services, ownerId }) =>
        required(services.changesets.find(ownerId, id, query), 'changeset', id),
    }),
  }),
});

builder.objectType(DialogSessionMismatchError, {
  name: 'DialogSessionMismatchError',
  description: 'The dialog belongs to another session than the one named.',
  interfaces: [ErrorInterface],
  fields: (t) => ({ ragSessionId: t.exposeID('ragSessionId', { description: "The dialog's own session." }) }),
});

builder.objectType(DialogBusyError, {
  name: 'DialogBusyError',
  description: 'The dialog has an unfinished task and `onBusy` is REJECT; nothing was done.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    activeTask: t.prismaField({
      type: 'Task',
      description: 'The running task, else the first queued one.',
      resolve: (query, { activeTaskId }, _args, { services, ownerId }) =>
        required(services.tasks.find(ownerId, activeTaskId, query), 'task', activeTaskId),
    }),
  }),
});

builder.objectType(LimitError, {
  name: 'LimitError',
  description: 'A limit of this server; the message names its setting.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: "The setting's value, in its own unit." }),
    actual: t.exposeInt('actual', { nullable: true, description: 'What the request would have taken.' }),
    retryAfterMs: t.exposeInt('retryAfterMs', {
      nullable: true,
      description: 'After how many milliseconds trying again makes sense; null when it does not.',
    }),
  }),
});

builder.objectType(HostNotAllowedError, {
  name: 'HostNotAllowedError',
  description: 'The page is at a host that the server may not call; its operator lists those that it may.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    host: t.exposeString('host', { description: 'The host, with its port unless it is the usual one.' }),
  }),
});

builder.objectType(UpstreamError, {
  name: 'UpstreamError',
  description: 'Confluence or a provider failed or refused us.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    upstreamStatus: t.exposeInt('upstreamStatus', {
      nullable: true,
      description: 'The HTTP status it answered with; null when it did not come to one.',
    }),
    retryAfterMs: t.exposeInt('retryAfterMs', {
      nullable: true,
      description: 'After how many milliseconds it asks to be tried again; null when it does not say.',
    }),
  }),
});
