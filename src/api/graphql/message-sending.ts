import type { SentMessage } from '../../chat/message-service.js';
import type { Attachment } from '../../contracts/agent-runner.js';
import {
  DialogBusyError,
  DialogSessionMismatchError,
  IdempotencyMismatchError,
  InvalidInputError,
  LimitError,
  NotFoundError,
} from '../../shared/errors.js';
import { builder } from './builder.js';
import { IDEMPOTENCY_KEY } from './idempotency-key.js';
import { required } from './required.js';

const MessageModeEnum = builder.enumType('MessageMode', {
  description: 'What a message asks for.',
  values: {
    AUTO: { description: 'The router decides.' },
    PROJECT_QA: { description: 'An answer from the project.' },
    PROJECT_EDITS: { description: 'Edits of the project.' },
    DOCS_GENERATION: { description: 'Documentation of the project.' },
    QA: { description: 'An answer without the project.' },
  } as const,
});

const FileAttachmentInput = builder.inputType('FileAttachmentInput', {
  description: 'A file, or lines of it.',
  fields: (t) => ({
    path: t.string({ required: true, description: 'Its path in the project.' }),
    startLine: t.int({ description: 'The first line, from 1; from the start when not given.' }),
    endLine: t.int({ description: 'The last line, inclusive; to the end when not given.' }),
    unsavedContent: t.string({ description: 'The whole file as it stands unsaved in the editor.' }),
  }),
});

const ConfluenceAttachmentInput = builder.inputType('ConfluenceAttachmentInput', {
  description: 'A Confluence page.',
  fields: (t) => ({ url: t.string({ required: true, description: 'Its address.' }) }),
});

const AttachmentInput = builder.inputType('AttachmentInput', {
  description: 'Something to read with the message; give exactly one of the two.',
  isOneOf: true,
  fields: (t) => ({
    file: t.field({ type: FileAttachmentInput, description: 'A file, or lines of it.' }),
    confluence: t.field({ type: ConfluenceAttachmentInput, description: 'A Confluence page.' }),
  }),
});

const BusyStrategyEnum = builder.enumType('BusyStrategy', {
  description: 'What a message does when the dialog has an unfinished task.',
  values: {
    QUEUE: { description: 'It waits for its turn.' },
    REJECT: { description: 'It is refused with a DialogBusyError.' },
    INTERRUPT: { description: "It has all of the dialog's unfinished tasks cancelled, and is next." },
  } as const,
});

const BudgetInput = builder.inputType('BudgetInput', {
  description: 'What a task may use. One that would take more ends in BUDGET_EXCEEDED and keeps what it has written.',
  fields: (t) => ({
    maxTotalTokens: t.int({
      description: 'Tokens that the language model reads and writes; at most, and when not given, MAX_TASK_TOKENS.',
    }),
    maxSeconds: t.int({
      description: 'Seconds of work, without the waiting before it; at most, and when not given, MAX_TASK_SECONDS.',
    }),
  }),
});

const SendMessageInput = builder.inputType('SendMessageInput', {
  description: 'A message to the agent.',
  fields: (t) => ({
    dialogId: t.id({ required: true, description: 'The dialog.' }),
    sessionId: t.id({ description: "If given, must be the dialog's session." }),
    text: t.string({ required: true, description: 'What to say; up to MAX_MESSAGE_CHARS characters.' }),
    mode: t.field({ type: MessageModeEnum, defaultValue: 'AUTO', description: 'What it asks for.' }),
    attachments: t.field({ type: [AttachmentInput], description: 'What to read with it.' }),
    afterJobId: t.id({ description: 'Start only when this index job has ended, so that the answer sees it.' }),
    onBusy: t.field({
      type: BusyStrategyEnum,
      defaultValue: 'QUEUE',
      description: 'What to do when the dialog has an unfinished task.',
    }),
    budget: t.field({ type: BudgetInput, description: 'What the task may use.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY }),
  }),
});

const SendMessagePayload = builder.objectRef<SentMessage>('SendMessagePayload').implement({
  description: 'The message and the task that answers it. Watch the task with `taskEvents`.',
  fields: (t) => ({
    dialog: t.prismaField({
      type: 'Dialog',
      description: 'The dialog.',
      resolve: (query, { dialogId }, _args, { services, ownerId }) =>
        required(services.dialogs.find(ownerId, dialogId, query), 'dialog', dialogId),
    }),
    userMessage: t.prismaField({
      type: 'Message',
      description: 'The message that was sent.',
      resolve: (query, { messageId }, _args, { services, ownerId }) =>
        required(services.messages.find(ownerId, messageId, query), 'message', messageId),
    }),
    task: t.prismaField({
      type: 'Task',
      description: 'The task that answers it.',
      resolve: (query, { taskId }, _args, { services, ownerId }) =>
        required(services.tasks.find(ownerId, taskId, query), 'task', taskId),
    }),
  }),
});

const SendMessageResult = builder.errorUnion('SendMessageResult', {
  description: 'The message and its task, or why it was not taken.',
  types: [
    SendMessagePayload,
    InvalidInputError,
    NotFoundError,
    DialogSessionMismatchError,
    DialogBusyError,
    IdempotencyMismatchError,
    LimitError,
  ],
  resolveType: () => 'SendMessagePayload',
});

builder.mutationField('sendMessage', (t) =>
  t.field({
    type: SendMessageResult,
    description:
      'Says something; the agent answers in the background. A second message waits for the first, if `onBusy` does not say otherwise.',
    args: { input: t.arg({ type: SendMessageInput, required: true, description: 'The message.' }) },
    resolve: (_root, { input }, { services, ownerId }) =>
      services.messages.send(ownerId, { ...input, attachments: input.attachments?.map(toAttachment) }),
  }),
);

function toAttachment({ file, confluence }: typeof AttachmentInput.$inferInput): Attachment {
  if (confluence) return { type: 'confluence', url: confluence.url };
  // The schema lets through exactly one of the two.
  const { path = '', startLine = null, endLine = null, unsavedContent = null } = file ?? {};
  return { type: 'file', path, startLine, endLine, unsavedContent };
}
