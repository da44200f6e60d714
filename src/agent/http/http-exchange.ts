import * as http from 'node:http';
import * as https from 'node:https';
import { Deadline, type Deadlines } from './deadline.js';
import { deadlineFailure, networkFailure } from './network-failure.js';
import type { FailureOf, ServerWording } from './server-wording.js';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** How failures name the server. */
  readonly wording: ServerWording;
}

/** `body` must be read to its end or given up: until then the connection is taken. */
export interface HttpReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: AsyncIterable<Buffer>;
}

export interface HttpOptions {
  readonly deadlines: Deadlines;
  /** PEM certificates to trust beside Node's own; null for none. */
  readonly certificates: readonly string[] | null;
  readonly verifyCertificates: boolean;
  /** What an exchange rejects with when the server cannot be reached or does not answer in time. */
  readonly failureOf: FailureOf;
}

/**
 * HTTP with a deadline for each phase. Node's `http` and not `fetch`: the built-in `fetch` takes no certificates, and
 * does not tell when the connection of an aborted call is closed.
 */
export class HttpExchange {
  readonly #options: HttpOptions;
  readonly #plain = new http.Agent({ keepAlive: true });
  readonly #secure: https.Agent;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#secure = new https.Agent({
      keepAlive: true,
      rejectUnauthorized: options.verifyCertificates,
      ...(options.certificates === null ? {} : { ca: [...options.certificates] }),
    });
  }

  /**
   * Gives the reply when its headers are there, whatever its status; redirects are not followed. Rejects, and so does
   * the body, with what `failureOf` makes, or with the signal's reason; both only after the connection has closed.
   */
  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpReply> {
    signal.throwIfAborted();
    const { deadlines, failureOf } = this.#options;
    const { wording } = request;
    const call = this.#open(request);
    const closed = new Promise<void>((resolve) => call.once('close', () => resolve()));
    let ended: { readonly why: unknown } | null = null;
    const end = (why: unknown) => {
      ended ??= { why };
      deadline.stop();
      call.destroy();
    };
    const deadline = new Deadline(deadlines, (phase, limit) => end(deadlineFailure(phase, limit, wording, failureOf)));
    const onAbort = () => end(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = async () => {
      deadline.stop();
      signal.removeEventListener('abort', onAbort);
      if (!call.destroyed) call.destroy();
      await closed;
    };
    const failure = (error: unknown) => (ended === null ? networkFailure(error, wording, failureOf) : ended.why);

    async function* read(response: http.IncomingMessage): AsyncGenerator<Buffer> {
      try {
        for await (const piece of response) {
          deadline.stop();
          throwIfEnded();
          yield piece;
          deadline.start('silenceMs');
        }
        throwIfEnded();
      } catch (error) {
        throw failure(error);
      } finally {
        await settle();
      }
    }
    /** What was received before an abort would still be read after it. */
    function throwIfEnded(): void {
      if (ended !== null) throw ended.why;
    }

    try {
      deadline.start('connectMs');
      onConnected(call, () => deadline.start('firstByteMs'));
      const response = await responseOf(call, request.body);
      deadline.start('silenceMs');
      return { status: response.statusCode ?? 0, headers: response.headers, body: read(response) };
    } catch (error) {
      await settle();
      throw failure(error);
    }
  }

  /** Closes the connections that are kept for later calls. */
  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }

  #open({ method, url, headers }: HttpRequest): http.ClientRequest {
    const target = new URL(url);
    if (target.protocol === 'http:') return http.request(target, { method, headers, agent: this.#plain });
    return https.request(target, { method, headers, agent: this.#secure });
  }
}

function onConnected(call: http.ClientRequest, then: () => void): void {
  call.once('socket', (socket) => {
    if (call.reusedSocket) then();
    else socket.once(call.protocol === 'https:' ? 'secureConnect' : 'connect', then);
  });
}

async function responseOf(call: http.ClientRequest, body: string | null): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    call.once('response', resolve);
    // Stays: an error after the response reaches whoever reads its body, and must not be uncaught here.
    call.on('error', reject);
    call.end(body ?? undefined);
  });
}
