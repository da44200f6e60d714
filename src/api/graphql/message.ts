import { builder } from './builder.js';
import { ChangesetType } from './changeset.js';
import { CitationType } from './citation.js';
import { Task } from './task.js';

const RoleEnum = builder.enumType('Role', {
  description: 'Who said something.',
  values: { USER: { description: 'The person.' }, ASSISTANT: { description: 'The agent.' } } as const,
});

const MessageStatusEnum = builder.enumType('MessageStatus', {
  description: 'Where a message stands.',
  values: {
    STREAMING: { description: 'It is being written.' },
    COMPLETE: { description: 'It is whole.' },
    CANCELLED: { description: 'Its task was cancelled; the text so far is kept.' },
    FAILED: { description: 'Its task failed; the text so far is kept.' },
  } as const,
});

builder.prismaNode('Message', {
  description: 'What a person or the agent said in a dialog.',
  id: { field: 'id', description: 'Starts with msg_.' },
  fields: (t) => ({
    dialog: t.relation('dialog', { description: 'The dialog it belongs to.' }),
    role: t.expose('role', { type: RoleEnum, description: 'Who said it.' }),
    content: t.string({
      description: 'Its text. Grows while STREAMING: the text of all deltas up to `task.lastEventCursor`.',
      resolve: (message, _args, { services }) => services.messages.content(message),
    }),
    status: t.expose('status', { type: MessageStatusEnum, description: 'Where it stands.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was sent or begun.' }),
    citations: t.field({
      type: [CitationType],
      description: 'What its markers [n] point to.',
      select: { dialog: { select: { sessionId: true } } },
      resolve: (message, _args, { services }) => {
        const { sessionId } = message.dialog;
        return services.messages.citations(message).map((citation) => ({ ...citation, sessionId }));
      },
    }),
    changeset: t.field({
      type: ChangesetType,
      nullable: true,
      description: 'The edits that this reply proposes, if any.',
      select: (_args, _context, nested) => ({ writtenBy: { select: { changeset: nested() } } }),
      resolve: (message) => message.writtenBy?.changeset ?? null,
    }),
    task: t.field({
      type: Task,
      nullable: true,
      description: 'The task that this user message started, or that wrote this reply.',
      select: (_args, _context, nested) => ({ startedTask: nested(), writtenBy: nested() }),
      resolve: (message) => message.startedTask ?? message.writtenBy,
    }),
  }),
});
