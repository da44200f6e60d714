import { setTimeout as sleep } from 'node:timers/promises';
import type { EventSourceMessage } from 'eventsource-parser';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { print } from 'graphql';
import { TaskEventsDocument } from '../../../src/generated/documents/graphql.js';

const AGAIN_AFTER_MS = 250;
/** Nothing that this server does takes so long; what does has hung. */
const LONGEST_ANSWER_MS = 10_000;
const AWAY = ['DATABASE_UNAVAILABLE', 'DATABASE_READ_ONLY'];
const FULL = 'STORAGE_FULL';

export interface Answer {
  readonly what: string;
  readonly status: number;
  readonly ms: number;
}

interface PiecedEvent {
  readonly cursor: string;
  readonly data: string;
}

/** A stream as its reader put it together from one connection or several. */
export interface PiecedStream {
  readonly id: string;
  readonly events: PiecedEvent[];
  /** Connections, one after another. */
  connections: number;
  /** When the last event came, by `performance.now()`. */
  lastAt: number;
  ended: boolean;
  /** All of it in one go, from the first event on. */
  readonly replay: () => Promise<readonly PiecedEvent[]>;
}

type Open = (after: string | null) => { readonly path: string; readonly init: RequestInit };
type Read = (message: EventSourceMessage) => { event: PiecedEvent; isLast: boolean } | null;

/**
 * A client as the API asks for: it repeats a request that was refused for a while with its idempotency key, and resumes a stream
 * that broke after its last cursor. Whatever a client must not meet it writes down in `problems`.
 */
export class PatientClient {
  readonly answers: Answer[] = [];
  readonly problems: string[] = [];
  readonly streams: PiecedStream[] = [];
  unanswered = 0;

  constructor(readonly url: string) {}

  /** Repeated until it is accepted; gives the answer's body. */
  async post<Body>(path: string, body: unknown): Promise<Body> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    for (;;) {
      const response = await this.#answerTo(path, init);
      if (response !== null) return (await response.json()) as Body;
      await sleep(AGAIN_AFTER_MS);
    }
  }

  /** Follows the events of a job to their end, over REST. */
  async followJob(sessionId: string, jobId: string): Promise<void> {
    await this.#follow(
      jobId,
      (after) => ({
        path: `/api/rag/sessions/${sessionId}/jobs/${jobId}/events`,
        init: { headers: after === null ? [] : [['last-event-id', after]] },
      }),
      ({ id = '', event, data }) => ({ event: { cursor: id, data }, isLast: event === 'terminal' }),
    );
  }

  /** Follows the events of a task to their end, over GraphQL. */
  async followTask(taskId: string): Promise<void> {
    await this.#follow(
      taskId,
      (after) => ({
        path: '/graphql/stream',
        init: {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
          body: JSON.stringify({ query: print(TaskEventsDocument), variables: { taskId, after } }),
        },
      }),
      ({ event, data }) => {
        if (event !== 'next') return null;
        const { errors, data: result } = JSON.parse(data);
        if (errors !== undefined) {
          if (![...AWAY, FULL].includes(errors[0].extensions.code)) this.problems.push(`A stream told ${data}.`);
          return null;
        }
        const { cursor, __typename } = result.taskEvents;
        return { event: { cursor, data }, isLast: __typename === 'TaskFinished' };
      },
    );
  }

  async #follow(id: string, open: Open, read: Read): Promise<void> {
    const replay = async () => {
      const { path, init } = open(null);
      const events: PiecedEvent[] = [];
      for await (const message of messagesOf(await fetch(`${this.url}${path}`, init))) {
        const told = read(message);
        if (told !== null) events.push(told.event);
      }
      return events;
    };
    const stream: PiecedStream = { id, events: [], connections: 0, lastAt: 0, ended: false, replay };
    this.streams.push(stream);
    while (!stream.ended) {
      await this.#readOn(stream, open, read);
      if (!stream.ended) await sleep(AGAIN_AFTER_MS);
    }
  }

  async #readOn(stream: PiecedStream, open: Open, read: Read): Promise<void> {
    const { path, init } = open(stream.events.at(-1)?.cursor ?? null);
    const response = await this.#answerTo(path, init);
    if (response === null) return;
    stream.connections += 1;
    try {
      for await (const message of messagesOf(response)) {
        const told = read(message);
        if (told === null) continue;
        stream.events.push(told.event);
        stream.lastAt = performance.now();
        stream.ended = told.isLast;
      }
    } catch {
      // The connection broke: the next one resumes.
    }
  }

  /** Null when the connection broke: it may have been kept open for long, and closed in the moment it was used again. */
  async #send(path: string, init: RequestInit): Promise<Response | null> {
    try {
      return await fetch(`${this.url}${path}`, init);
    } catch {
      this.unanswered += 1;
      return null;
    }
  }

  /** Null for a 503 that says that the database is away or read-only, and a 507 that says that it is full. */
  async #answerTo(path: string, init: RequestInit): Promise<Response | null> {
    const what = `${init.method ?? 'GET'} ${path}`;
    const start = performance.now();
    const response = await this.#send(path, init);
    if (response === null) return null;
    const ms = performance.now() - start;
    this.answers.push({ what, status: response.status, ms });
    if (ms > LONGEST_ANSWER_MS) this.problems.push(`${what} took ${Math.round(ms)} ms.`);
    if (response.ok) return response;
    const text = await response.text();
    const says = (code: string) => text.includes(`"code":"${code}"`);
    const isAway = response.status === 503 && AWAY.some(says) && response.headers.has('retry-after');
    const isFull = response.status === 507 && says(FULL);
    if (!isAway && !isFull) this.problems.push(`${what} answered ${response.status}: ${text}`);
    return null;
  }
}

async function* messagesOf(response: Response): AsyncGenerator<EventSourceMessage> {
  const parsed = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  if (parsed !== undefined) yield* parsed as unknown as AsyncIterable<EventSourceMessage>;
}
