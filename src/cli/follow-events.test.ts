import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { IndexJobEventsDocument, type IndexJobEventsSubscription } from '../generated/documents/graphql.js';
import { followEvents } from './follow-events.js';
import { ServerConnection, ServerError } from './server-connection.js';

type Stream = (after: number, response: ServerResponse) => void;

const LAST = 5;
let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

test('gives every event once when the stream is cut after each one', async () => {
  const asked: number[] = [];
  const connection = await serve((after, response) => {
    asked.push(after);
    if (after + 1 < LAST) {
      send(response, after + 1, () => response.destroy());
    } else {
      send(response, LAST);
      complete(response);
    }
  });

  expect(await follow(connection)).toEqual(['1', '2', '3', '4', '5']);
  expect(asked).toEqual([0, 1, 2, 3, 4]);
});

test('resumes a stream that its server ended before the run did', async () => {
  const connection = await serve((after, response) => {
    for (let cursor = after + 1; cursor <= (after === 0 ? 2 : LAST); cursor += 1) send(response, cursor);
    complete(response);
  });

  expect(await follow(connection)).toEqual(['1', '2', '3', '4', '5']);
});

test('resumes a stream that closes with its last message and without completing', async () => {
  const connection = await serve((after, response) => {
    const all = Array.from({ length: LAST - after }, (_, index) => message(after + index + 1));
    response.end((after === 0 ? all.slice(0, -1) : all).join(''));
  });

  expect(await follow(connection)).toEqual(['1', '2', '3', '4', '5']);
});

test('does not ask again for a run that there is not', async () => {
  let asked = 0;
  const connection = await serve((_after, response) => {
    asked += 1;
    response.write(
      next({ errors: [{ message: 'There is no index job "job_1".', extensions: { code: 'NOT_FOUND' } }] }),
    );
    complete(response);
  });

  await expect(follow(connection)).rejects.toEqual(new ServerError('There is no index job "job_1".', 'NOT_FOUND'));
  expect(asked).toBe(1);
});

test('ends at once with the reason when it is aborted', async () => {
  const interruption = new AbortController();
  const connection = await serve((_after, response) => {
    send(response, 1);
    interruption.abort(new Error('interrupted'));
  }, interruption.signal);

  await expect(follow(connection)).rejects.toThrow('interrupted');
});

async function follow(connection: ServerConnection): Promise<string[]> {
  const events = followEvents(
    connection,
    IndexJobEventsDocument,
    { jobId: 'job_1' },
    { eventOf: (result: IndexJobEventsSubscription) => result.indexJobEvents, last: 'IndexFinished' },
  );
  const cursors: string[] = [];
  for await (const event of events) cursors.push(event.cursor);
  return cursors;
}

/** A server that speaks graphql-sse's protocol and nothing else, so that it can cut a stream where it wants. */
async function serve(stream: Stream, signal = new AbortController().signal): Promise<ServerConnection> {
  const started = createServer(async (request, response) => {
    const { variables } = JSON.parse(await bodyOf(request));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    stream(Number(variables.after ?? 0), response);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return new ServerConnection(new URL(`http://127.0.0.1:${(started.address() as AddressInfo).port}`), null, signal);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request) body += piece;
  return body;
}

function send(response: ServerResponse, cursor: number, onFlushed = () => {}): void {
  response.write(message(cursor), onFlushed);
}

function message(cursor: number): string {
  const __typename = cursor === LAST ? 'IndexFinished' : 'IndexStatusChanged';
  return next({ data: { indexJobEvents: { __typename, cursor: String(cursor) } } });
}

function next(result: object): string {
  return `event: next\ndata: ${JSON.stringify(result)}\n\n`;
}

function complete(response: ServerResponse): void {
  response.end('event: complete\ndata:\n\n');
}
