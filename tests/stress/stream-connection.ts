import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

export interface StreamRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/**
 * The messages of a stream of server-sent events, until the server ends it; none of a 204. A socket of its own, which is
 * destroyed as soon as `cut` is aborted. Rejects with the socket's error when the connection ends before the stream, with
 * an error that tells the answer when that is not a stream.
 */
export async function* messagesOf(
  url: string,
  { method, path, headers, body }: StreamRequest,
  cut: AbortSignal,
): AsyncGenerator<EventSourceMessage, void, undefined> {
  const asked = request(new URL(path, url), { method, headers, agent: false, signal: cut });
  // A socket may fail again after its first error has been met.
  asked.on('error', () => undefined);
  asked.end(body ?? undefined);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.setEncoding('utf8');
  try {
    if (response.statusCode === 204) return;
    if (response.statusCode !== 200)
      throw new Error(`${path} answered ${response.statusCode}: ${await text(response)}`);
    let complete: EventSourceMessage[] = [];
    const parser = createParser({ onEvent: (message) => complete.push(message) });
    for await (const piece of response) {
      parser.feed(piece as string);
      const messages = complete;
      complete = [];
      yield* messages;
    }
  } finally {
    asked.destroy();
  }
}

async function text(response: IncomingMessage): Promise<string> {
  let whole = '';
  for await (const piece of response) whole += piece as string;
  return whole;
}
