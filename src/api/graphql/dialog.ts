import { IdempotencyMismatchError, InvalidInputError, LimitError, NotFoundError } from '../../shared/errors.js';
import { builder } from './builder.js';
import { DeleteResult } from './deletion.js';
import { IDEMPOTENCY_KEY } from './idempotency-key.js';
import { checkedPage } from './page.js';
import { required } from './required.js';

const Dialog = builder.prismaNode('Dialog', {
  description: 'One conversation about a session.',
  id: { field: 'id', description: 'Starts with dlg_.' },
  fields: (t) => ({
    title: t.exposeString('title', { nullable: true, description: 'Its name, if it was given one.' }),
    session: t.relation('session', { description: 'The session it is about.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    lastActivityAt: t.expose('lastActivityAt', {
      type: 'DateTime',
      description: 'When something was last said or decided.',
    }),
    messages: t.relatedConnection(
      'messages',
      {
        cursor: 'number',
        defaultSize: checkedPage('I'),
        description: 'Oldest first; `last: 50` is the newest page; the first 20 when no number is given.',
        query: { orderBy: { number: 'asc' } },
      },
      { name: 'MessageConnection', description: "One page of a dialog's messages." },
      { name: 'MessageEdge' },
    ),
    tasks: t.relatedConnection(
      'tasks',
      {
        cursor: 'number',
        defaultSize: checkedPage('I'),
        description: 'Newest first; 20 when no number is given.',
        query: { orderBy: { number: 'desc' } },
      },
      { name: 'TaskConnection', description: "One page of a dialog's tasks." },
      { name: 'TaskEdge' },
    ),
    activeTask: t.prismaField({
      type: 'Task',
      nullable: true,
      description: 'The running task, else the first queued one.',
      resolve: (query, dialog, _args, { services }) => services.dialogs.activeTask(dialog, query),
    }),
  }),
});

const CreateDialogInput = builder.inputType('CreateDialogInput', {
  description: 'A new dialog.',
  fields: (t) => ({
    sessionId: t.id({ required: true, description: 'The session it is about.' }),
    title: t.string({ description: 'Its name.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

const RenameDialogInput = builder.inputType('RenameDialogInput', {
  description: 'A new name for a dialog.',
  fields: (t) => ({
    dialogId: t.id({ required: true, description: 'The dialog.' }),
    title: t.string({ required: true, description: 'Its new name.' }),
  }),
});

const DialogPayload = builder.objectRef<{ readonly dialogId: string }>('DialogPayload').implement({
  description: 'The dialog as it is now.',
  fields: (t) => ({
    dialog: t.prismaField({
      type: Dialog,
      description: 'The dialog.',
      resolve: (query, { dialogId }, _args, { services, ownerId }) =>
        required(services.dialogs.find(ownerId, dialogId, query), 'dialog', dialogId),
    }),
  }),
});

const CreateDialogResult = builder.errorUnion('CreateDialogResult', {
  description: 'The new dialog, or why there is none.',
  types: [DialogPayload, InvalidInputError, NotFoundError, IdempotencyMismatchError, LimitError],
  resolveType: () => 'DialogPayload',
});

const RenameDialogResult = builder.errorUnion('RenameDialogResult', {
  description: 'The renamed dialog, or why it was not renamed.',
  types: [DialogPayload, InvalidInputError, NotFoundError],
  resolveType: () => 'DialogPayload',
});

builder.queryField('dialog', (t) =>
  t.prismaField({
    type: Dialog,
    nullable: true,
    description: 'A dialog by its id.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (query, _root, { id }, { services, ownerId }) => services.dialogs.find(ownerId, id, query),
  }),
);

builder.mutationFields((t) => ({
  createDialog: t.field({
    type: CreateDialogResult,
    description: 'Opens a dialog about a session.',
    args: { input: t.arg({ type: CreateDialogInput, required: true, description: 'The dialog.' }) },
    resolve: (_root, { input }, { services, ownerId }) => services.dialogs.create(ownerId, input),
  }),
  renameDialog: t.field({
    type: RenameDialogResult,
    description: 'Gives a dialog a new name.',
    args: { input: t.arg({ type: RenameDialogInput, required: true, description: 'The new name.' }) },
    resolve: (_root, { input }, { services, ownerId }) => services.dialogs.rename(ownerId, input),
  }),
  deleteDialog: t.field({
    type: DeleteResult,
    description: 'Deletes the dialog with its messages and tasks, also while one of them runs.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: async (_root, { id }, { services, ownerId }) => {
      await services.dialogs.delete(ownerId, id);
      return { deletedId: id };
    },
  }),
}));
