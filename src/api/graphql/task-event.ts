import type { TaskEvent } from '../../contracts/events.js';
import { builder } from './builder.js';
import { ChangesetType } from './changeset.js';
import { FileSourceType } from './file-source.js';
import { required } from './required.js';
import { RoutingType } from './routing.js';
import { RunStatusEnum } from './run.js';
import { openStream, type StreamedEvent } from './stream.js';

type Of<Type extends TaskEvent['type']> = StreamedEvent<Extract<TaskEvent, { type: Type }>>;

const TYPE_NAMES = {
  task_status: 'TaskStatusChanged',
  task_route: 'TaskRouted',
  task_step: 'TaskStepStarted',
  task_sources: 'SourcesRetrieved',
  task_delta: 'MessageDelta',
  task_changeset: 'ChangesetProposed',
  terminal: 'TaskFinished',
} as const satisfies Record<TaskEvent['type'], string>;

const TaskEventInterface = builder.interfaceRef<StreamedEvent<TaskEvent>>('TaskEvent').implement({
  description:
    'What happened to a task. An event is a fact: its scalar fields are the values when it happened. Ignore types you do not know.',
  resolveType: ({ type }) => TYPE_NAMES[type],
  fields: (t) => ({
    cursor: t.expose('cursor', { type: 'EventCursor', description: 'Resume with `after` set to this.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    taskId: t.id({ description: 'The task.', resolve: ({ streamId }) => streamId }),
  }),
});

builder.objectRef<Of<'task_status'>>(TYPE_NAMES.task_status).implement({
  description: 'The status of the task has changed. In SSE: task_status.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    status: t.expose('status', { type: RunStatusEnum, description: 'Its status from then on.' }),
    queuePosition: t.exposeInt('queuePosition', {
      nullable: true,
      description: '1 was next; null when it was not queued.',
    }),
  }),
});

builder.objectRef<Of<'task_route'>>(TYPE_NAMES.task_route).implement({
  description: 'The router has decided. In SSE: task_route.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({ routing: t.expose('routing', { type: RoutingType, description: 'What it decided.' }) }),
});

builder.objectRef<Of<'task_step'>>(TYPE_NAMES.task_step).implement({
  description: 'A step of the flow has begun. In SSE: task_step.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    step: t.exposeString('step', { description: 'The name of the step, for programs.' }),
    label: t.exposeString('label', { nullable: true, description: 'What it does, for a person.' }),
  }),
});

builder.objectRef<Of<'task_sources'>>(TYPE_NAMES.task_sources).implement({
  description: 'Passages were retrieved for the answer. In SSE: task_sources.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    sources: t.field({
      type: [FileSourceType],
      description: 'Where they stand, best first.',
      resolve: async ({ sources, streamId }, _args, { services, ownerId }) => {
        const task = await services.tasks.find(ownerId, streamId, { include: { dialog: true } });
        const sessionId = (task as { dialog?: { sessionId: string } } | null)?.dialog?.sessionId ?? null;
        return sources.map((source) => ({ ...source, sessionId }));
      },
    }),
  }),
});

builder.objectRef<Of<'task_delta'>>(TYPE_NAMES.task_delta).implement({
  description:
    'A piece of the reply: text = text.slice(0, offset) + delta. The offset may go back after a restart. In SSE: task_delta.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    messageId: t.exposeID('messageId', { description: 'The reply that it belongs to.' }),
    offset: t.exposeInt('offset', { description: 'Where it begins, in UTF-16 units.' }),
    text: t.exposeString('text', { description: 'The reply from there on, so far.' }),
  }),
});

builder.objectRef<Of<'task_changeset'>>(TYPE_NAMES.task_changeset).implement({
  description: 'The task proposes edits. In SSE: task_changeset, without what a review can change.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    changeset: t.prismaField({
      type: ChangesetType,
      description: 'The changeset, read when the event is delivered.',
      resolve: (query, { changesetId }, _args, { services, ownerId }) =>
        required(services.changesets.find(ownerId, changesetId, query), 'changeset', changesetId),
    }),
  }),
});

builder.objectRef<Of<'terminal'>>(TYPE_NAMES.terminal).implement({
  description: 'The task has ended. Always the last event; `task.reply` is the truth. In SSE: terminal.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    status: t.expose('status', { type: RunStatusEnum, description: 'DONE, ERROR or CANCELLED.' }),
    task: t.prismaField({
      type: 'Task',
      description: 'The task, read when the event is delivered.',
      resolve: (query, { streamId }, _args, { services, ownerId }) =>
        required(services.tasks.find(ownerId, streamId, query), 'task', streamId),
    }),
  }),
});

builder.subscriptionField('taskEvents', (t) =>
  t.field({
    type: TaskEventInterface,
    description: 'Every event of a task, from the first or after a cursor; completes after the last.',
    args: {
      taskId: t.arg.id({ required: true, description: 'The task.' }),
      after: t.arg({ type: 'EventCursor', description: 'Only events after this one; all when not given.' }),
    },
    subscribe: (_root, { taskId, after }, context) =>
      openStream(context, taskId, (signal) => context.services.tasks.watch(context.ownerId, taskId, { after }, signal)),
    resolve: (event) => event,
  }),
);
