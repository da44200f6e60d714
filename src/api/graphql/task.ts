import type { Routing } from '../../contracts/agent-runner.js';
import type { Task as TaskRow } from '../../generated/prisma/client.js';
import { builder } from './builder.js';
import { RoutingType } from './routing.js';
import { failureOf, RunFailureType, RunStatusEnum } from './run.js';

const ResultTypeEnum = builder.enumType('ResultType', {
  description: 'What a task results in.',
  values: {
    ANSWER: { description: 'An answer in text.' },
    CHANGESET: { description: 'Edits to review; there may be an answer in text too.' },
  } as const,
});

const UsageType = builder.objectRef<TaskRow>('Usage').implement({
  description: 'What a task has used, cancelled and failed ones too.',
  fields: (t) => ({
    promptTokens: t.exposeInt('promptTokens', { description: 'Tokens that the language model read.' }),
    completionTokens: t.exposeInt('completionTokens', { description: 'Tokens that the language model wrote.' }),
    embeddingTokens: t.exposeInt('embeddingTokens', { description: 'Tokens that were embedded.' }),
    llmCalls: t.exposeInt('llmCalls', { description: 'Calls of the language model.' }),
    durationMs: t.exposeInt('durationMs', { description: 'Milliseconds of work.' }),
  }),
});

export const Task = builder.prismaNode('Task', {
  description: 'The run that answers one message. Tasks of one dialog run in order.',
  id: { field: 'id', description: 'Starts with tsk_.' },
  fields: (t) => ({
    dialog: t.relation('dialog', { description: 'The dialog it belongs to.' }),
    message: t.relation('message', { description: "The user's message." }),
    reply: t.relation('reply', {
      nullable: true,
      description: "The agent's message: text, citations and a changeset, if it proposes one; null until it has begun.",
    }),
    resultType: t.field({
      type: ResultTypeEnum,
      nullable: true,
      description: 'CHANGESET whenever there is one; null until decided.',
      resolve: (task, _args, { services }) => services.tasks.resultType(task),
    }),
    status: t.expose('status', { type: RunStatusEnum, description: 'Where it stands.' }),
    queuePosition: t.int({
      nullable: true,
      description: '1 is next; null when not queued.',
      resolve: (task, _args, { services }) => services.tasks.queuePosition(task),
    }),
    routing: t.field({
      type: RoutingType,
      nullable: true,
      description: 'Which flow answers; null until decided.',
      resolve: (task) => routingOf(task),
    }),
    version: t.exposeInt('version', {
      nullable: true,
      description: 'The index version the answer saw; null when it did not look.',
    }),
    usage: t.field({ type: UsageType, description: 'What it has used.', resolve: (task) => task }),
    failure: t.field({
      type: RunFailureType,
      nullable: true,
      description: 'Why it ended in ERROR; null otherwise.',
      resolve: (task) => failureOf(task),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was queued.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When work on it began.' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    lastEventCursor: t.field({
      type: 'EventCursor',
      nullable: true,
      description: 'The cursor of its latest event: subscribe after it to hear only what is new.',
      resolve: (task, _args, { services }) => services.tasks.lastEventCursor(task),
    }),
  }),
});

builder.queryField('task', (t) =>
  t.prismaField({
    type: Task,
    nullable: true,
    description: 'A task by its id.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (query, _root, { id }, { services, ownerId }) => services.tasks.find(ownerId, id, query),
  }),
);

function routingOf({ route, routingSource: source, confidence, routingReason: reason }: TaskRow): Routing | null {
  return route === null || source === null ? null : { route, source, confidence, reason };
}
