import { print } from 'graphql';
import { TaskEventsDocument } from '../../../src/generated/documents/graphql.js';
import { Subscriber } from './subscriber.js';

export const PROTOCOLS = [
  'REST',
  'GraphQL of Yoga',
  'GraphQL of graphql-sse',
  'graphql-sse, single connection',
] as const;
export type Protocol = (typeof PROTOCOLS)[number];

const JSON_BODY = { 'content-type': 'application/json' };
const EVENT_STREAM = { accept: 'text/event-stream' };
const COMPLETE = 'event: complete';

/** Subscribes to a task's events, from the first one on; gives when the server has accepted. */
export async function subscribe(protocol: Protocol, url: string, taskId: string): Promise<Subscriber> {
  const operation = { query: print(TaskEventsDocument), variables: { taskId } };
  const post = { method: 'POST', headers: { ...JSON_BODY, ...EVENT_STREAM }, body: JSON.stringify(operation) } as const;
  switch (protocol) {
    case 'REST': {
      const path = `/api/events?task_id=${taskId}`;
      return Subscriber.open({
        url: `${url}${path}`,
        method: 'GET',
        headers: EVENT_STREAM,
        lastFrame: 'event: terminal',
      });
    }
    case 'GraphQL of Yoga':
      return Subscriber.open({ ...post, url: `${url}/graphql`, lastFrame: COMPLETE });
    case 'GraphQL of graphql-sse':
      return Subscriber.open({ ...post, url: `${url}/graphql/stream`, lastFrame: COMPLETE });
    case 'graphql-sse, single connection':
      return subscribeOnOneConnection(`${url}/graphql/stream`, operation);
  }
}

/** Reserves a stream, opens it, and has the operation's results sent on it. */
async function subscribeOnOneConnection(url: string, operation: object): Promise<Subscriber> {
  const token = await (await fetch(url, { method: 'PUT' })).text();
  const named = { 'x-graphql-event-stream-token': token };
  const headers = { ...EVENT_STREAM, ...named };
  const subscriber = await Subscriber.open({ url, method: 'GET', headers, lastFrame: COMPLETE });
  const accepted = await fetch(url, {
    method: 'POST',
    headers: { ...JSON_BODY, accept: 'application/json', ...named },
    body: JSON.stringify({ ...operation, extensions: { operationId: 'events' } }),
  });
  if (accepted.status !== 202) throw new Error(`The operation was answered with ${accepted.status}.`);
  return subscriber;
}
