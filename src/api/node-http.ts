import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

type WebBody = Parameters<typeof Readable.fromWeb>[0];

/**
 * Node's request as a standard one; its signal is aborted when the client goes before the answer is complete.
 * Throws a `TypeError` for a target that is no path and for the methods that the standard forbids.
 */
export function toRequest(incoming: IncomingMessage, outgoing: ServerResponse): Request {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  return new Request(`http://localhost${incoming.url}`, {
    method: incoming.method,
    headers: headersOf(incoming),
    signal: gone.signal,
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' as const } : {}),
  });
}

/**
 * Writes the answer at the reader's pace, and cancels its body as soon as the client has gone, also while the client is
 * not reading.
 */
export async function sendResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  // What is left of the body stays unread: another request on this connection would wait behind it in vain.
  if (!outgoing.req.complete) outgoing.setHeader('connection', 'close');
  if (response.body === null || outgoing.req.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  try {
    await pipeline(Readable.fromWeb(response.body as WebBody), outgoing);
  } catch {
    // The client has gone, or the stream was cut: there is nobody left to tell, and the door has logged the cause.
    outgoing.destroy();
  }
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  return headers;
}
