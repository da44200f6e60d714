import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault.js';

const PAGE = '<!doctype html><html><body>Please log in to the network.</body></html>';

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/** Misbehaves in the way of a fault that needs no stream; false when the fault is another. */
export function sendFault(response: ServerResponse, fault: Fault | null): boolean {
  switch (fault?.kind) {
    case 'status': {
      const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      const message = fault.message ?? `Fault ${fault.status}`;
      sendJson(response, fault.status, { status: fault.status, message, code: fault.code }, headers);
      return true;
    }
    case 'page':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(PAGE);
      return true;
    case 'hang before headers':
      return true;
    default:
      return false;
  }
}

/** Sends server-sent events with these data, with the fault if there is one, else with the pause after each. */
export async function sendEvents(
  response: ServerResponse,
  data: readonly string[],
  fault: Fault | null,
  pauseMs = 0,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  response.flushHeaders();
  const events = data.map((each) => `data: ${each}\n\n`);
  switch (fault?.kind) {
    case 'hang mid-stream':
      await write(response, events.slice(0, fault.afterEvents).join(''));
      return;
    case 'cut mid-stream':
      await write(response, events.slice(0, fault.afterEvents).join(''));
      response.destroy();
      return;
    case 'end early':
      response.end(events.slice(0, fault.afterEvents).join(''));
      return;
    case 'malformed JSON':
      response.end([...events.slice(0, fault.afterEvents), 'data: {"choices":[{"del\n\n'].join(''));
      return;
    case 'byte by byte':
      for (const byte of Buffer.from(events.join(''))) {
        await write(response, Buffer.of(byte));
        // Each byte is a chunk of its own, and a packet of its own where the kernel lets it.
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
      return;
    default:
      if (pauseMs > 0) {
        for (const event of events.splice(0)) {
          response.write(event);
          await sleep(pauseMs);
        }
      }
      response.end(events.join(''));
  }
}

/** Gives when the data is with the kernel. */
async function write(response: ServerResponse, data: string | Buffer): Promise<void> {
  await new Promise<void>((resolve) => response.write(data, () => resolve()));
}
