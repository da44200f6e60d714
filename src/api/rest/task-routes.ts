import { z } from 'zod';
import * as documents from '../../generated/documents/graphql.js';
import { renderEvent } from './event-rendering.js';
import { operation, type Route, stream } from './route.js';
import { renderTask, taskEvents } from './task-rendering.js';
import { lower } from './words.js';

const task = { noun: 'task', named: 'task_id' };

export const taskRoutes: readonly Route[] = [
  operation({
    method: 'GET',
    path: '/api/tasks/{task_id}',
    subject: task,
    status: 200,
    document: documents.TaskDocument,
    variables: ({ params }) => ({ id: params.task_id ?? '' }),
    result: (data) => data.task,
    render: renderTask,
  }),
  operation({
    method: 'POST',
    path: '/api/tasks/{task_id}/cancel',
    subject: task,
    status: 202,
    document: documents.CancelTaskDocument,
    variables: ({ params }) => ({ id: params.task_id ?? '' }),
    result: (data) => data.cancelTask,
    render: ({ task }) => ({ task_id: task.id, status: lower(task.status) }),
    location: ({ task }) => `/api/tasks/${task.id}`,
  }),
  stream({
    method: 'GET',
    path: '/api/events',
    subject: task,
    query: z.object({ task_id: z.string({ error: 'is missing: name the task, ?task_id=tsk_…' }) }),
    document: documents.TaskEventsDocument,
    variables: ({ query }, after) => ({ taskId: query.task_id, after }),
    event: (data) => renderEvent(data.taskEvents, taskEvents),
  }),
];
