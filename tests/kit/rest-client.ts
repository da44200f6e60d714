import type { EventSourceMessage } from 'eventsource-parser';
import { EventSourceParserStream } from 'eventsource-parser/stream';

export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test states the shape it expects.
  readonly body: any;
}

export interface RestRequest {
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServerSentEvent {
  readonly id: string;
  readonly event: string;
  /** As it came, so that two readings can be compared byte for byte. */
  readonly data: string;
}

/** Talks to the REST endpoints as a plain HTTP client does. */
export class RestClient {
  constructor(
    readonly url: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<RestAnswer> {
    return this.request('GET', path, { headers });
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<RestAnswer> {
    return this.request('POST', path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  delete(path: string): Promise<RestAnswer> {
    return this.request('DELETE', path);
  }

  /** The events of a stream, until it ends; breaking off closes the connection. */
  async *events(path: string, headers: Readonly<Record<string, string>> = {}): AsyncGenerator<ServerSentEvent> {
    const aborter = new AbortController();
    const response = await fetch(`${this.url}${path}`, {
      headers: { accept: 'text/event-stream', ...this.headers, ...headers },
      signal: aborter.signal,
    });
    if (response.status !== 200 || response.body === null) {
      throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    }
    try {
      const parsed = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
      for await (const { id = '', event = '', data } of parsed as unknown as AsyncIterable<EventSourceMessage>) {
        yield { id, event, data };
      }
    } finally {
      aborter.abort();
    }
  }

  /** Any request, its body as it is. */
  async request(method: string, path: string, { body, headers }: RestRequest = {}): Promise<RestAnswer> {
    const response = await fetch(`${this.url}${path}`, { method, body, headers: { ...this.headers, ...headers } });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  }
}
