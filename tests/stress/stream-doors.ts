import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { EventSourceMessage } from 'eventsource-parser';
import { print } from 'graphql';
import {
  IndexJobEventsDocument,
  type IndexJobEventsSubscription,
  TaskEventsDocument,
  type TaskEventsSubscription,
} from '../../src/generated/documents/graphql.js';
import type { ServerSentEvent } from '../kit/rest-client.js';
import type { StreamRequest } from './stream-connection.js';

/** One of the ways to a stream. */
export interface Door<Event> {
  /** Asks for what comes after the cursor. */
  request(cursor: string | null): StreamRequest;
  /** What a message holds; 'complete' when the server says that nothing more comes. */
  take(message: EventSourceMessage): { readonly cursor: string; readonly event: Event } | 'complete';
  /** Whether a connection that the server ends after this event is to end there. */
  endsWithConnection(last: Event | undefined): boolean;
}

export type JobEvent = IndexJobEventsSubscription['indexJobEvents'];
export type TaskEvent = TaskEventsSubscription['taskEvents'];

/** An index job's events over GraphQL. */
export function jobEventsDoor(jobId: string): Door<JobEvent> {
  return graphQLDoor(IndexJobEventsDocument, { jobId }, ({ indexJobEvents }) => indexJobEvents);
}

/** A task's events over GraphQL. */
export function taskEventsDoor(taskId: string): Door<TaskEvent> {
  return graphQLDoor(TaskEventsDocument, { taskId }, ({ taskEvents }) => taskEvents);
}

/** A stream's events over REST, as `GET` of this path gives them. */
export function restDoor(path: string): Door<ServerSentEvent> {
  return {
    request: (cursor) => ({
      method: 'GET',
      path,
      headers: { accept: 'text/event-stream', ...(cursor === null ? {} : { 'last-event-id': cursor }) },
      body: null,
    }),
    take: ({ id = '', event = '', data }) => ({ cursor: id, event: { id, event, data } }),
    endsWithConnection: (last) => last?.event === 'terminal',
  };
}

function graphQLDoor<Data, Variables extends object, Event extends { readonly cursor: string }>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  eventOf: (data: Data) => Event,
): Door<Event> {
  const query = print(document);
  return {
    request: (after) => ({
      method: 'POST',
      path: '/graphql/stream',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { ...variables, after } }),
    }),
    take: ({ event: kind, data }) => {
      if (kind === 'complete') return 'complete';
      const result = JSON.parse(data) as { data?: Data | null; errors?: readonly unknown[] };
      if (!result.data || result.errors) throw new Error(`GraphQL answered ${data}`);
      const event = eventOf(result.data);
      return { cursor: event.cursor, event };
    },
    endsWithConnection: () => false,
  };
}
