import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSchema, createYoga } from 'graphql-yoga';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Gate } from '../../../tests/kit/gate.js';
import { useEventStreamProtocol } from './event-stream-protocol.js';

const TOKEN = 'x-graphql-event-stream-token';

let server: Server;
let url: string;
let left: Gate;

/** A subscription that never tells anything, at a server where a reserved stream is given up after a second. */
beforeAll(async () => {
  const silence: AsyncIterableIterator<never> = {
    next: () => new Promise(() => undefined),
    return: async () => {
      left.open();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => silence,
  };
  const schema = createSchema<{ api: { ownerId: string } }>({
    typeDefs: 'type Query { one: Int } type Subscription { silence: Int }',
    resolvers: { Subscription: { silence: { subscribe: () => silence } } },
  });
  const plugins = [useEventStreamProtocol('/stream', pino({ level: 'silent' }), 1_000)];
  const yoga = createYoga<{ api: { ownerId: string } }>({ schema, graphqlEndpoint: '/', plugins: plugins as never });
  const door = { api: { ownerId: 'anna' } };
  server = createServer((request, response) => void yoga.handle(request, response, door));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stream`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const reserve = async () => (await fetch(url, { method: 'PUT' })).text();
const named = (token: string) => ({ [TOKEN]: token });

async function subscribe(token: string): Promise<number> {
  const body = JSON.stringify({ query: 'subscription { silence }', extensions: { operationId: '1' } });
  const headers = { ...named(token), 'content-type': 'application/json', accept: 'application/json' };
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

test('a stream that was reserved and is never opened is given up, with what was subscribed to on it', async () => {
  left = new Gate();
  const token = await reserve();
  expect(await subscribe(token)).toBe(202);
  await left.opened;
  expect(await subscribe(token)).toBe(404);
});

test('a reserved stream that was opened in time stays', async () => {
  left = new Gate();
  const token = await reserve();
  const opened = await fetch(url, { headers: { ...named(token), accept: 'text/event-stream' } });
  // When one that was reserved later is given up, the time of this one has come too.
  expect(await subscribe(await reserve())).toBe(202);
  await left.opened;
  expect(await subscribe(token)).toBe(202);
  await opened.body?.cancel();
});
