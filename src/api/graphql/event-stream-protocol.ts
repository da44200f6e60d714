import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { type ExecutionResult, GraphQLError, getOperationAST, OperationTypeNode } from 'graphql';
import { createHandler, type Handler } from 'graphql-sse';
import type { Plugin, YogaServerInstance } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { ApiContext } from '../context.js';
import { ReaderPace } from './reader-pace.js';
import { toTopLevelError } from './top-level-error.js';

const TOKEN_HEADER = 'x-graphql-event-stream-token';
/** Of a client that was lost meanwhile nobody would ever hear again. */
const OPENED_WITHIN_MS = 60_000;

type Refusal = readonly [body: null, init: { readonly status: number; readonly statusText: string }];

interface DoorContext {
  readonly api: ApiContext;
}

type Yoga = YogaServerInstance<DoorContext, object>;
type Results = ExecutionResult | AsyncIterable<ExecutionResult>;

/**
 * The protocol of graphql-sse at `path`, in both of its modes. The plugin that exists for this answers a failed
 * subscription or a document that is not valid with "Unable to detect operation AST", because it gives the protocol's
 * library a result without data; here every result is a stream of results, which is what the protocol wants. The library's
 * own handler of requests is not used either, since it cannot tell when the client takes what it is sent.
 *
 * A stream that was reserved and is not opened within a minute is given up, with all that was subscribed to on it.
 */
export function useEventStreamProtocol(
  path: string,
  logger: Logger,
  openedWithinMs = OPENED_WITHIN_MS,
): Plugin<DoorContext> {
  const contexts = new WeakMap<Request, DoorContext>();
  const tokens = new StreamTokens();
  const paces = new Paces();
  let handle: Handler<Request, Reader> | null = null;
  return {
    onYogaInit({ yoga }) {
      handle = createHandler<Request, Reader>({
        authenticate: ({ raw, method, context: reader }) => {
          const token = tokens.tokenOf(raw, method, contexts.get(raw));
          if (typeof token === 'string') reader.token = token;
          return token;
        },
        onSubscribe: async ({ raw, context: reader }, params) => {
          const results = await run(yoga as unknown as Yoga, raw, contexts.get(raw), params).catch((error) => ({
            errors: [toTopLevelError(error, logger)],
          }));
          return paces.of(reader).of(streamOf(results));
        },
        onNext: (_context, _request, result) => withoutHttp(result as ExecutionResult),
      });
    },
    async onRequest({ request, url, serverContext, endResponse }) {
      if (url.pathname !== path || handle === null) return;
      const door = serverContext as unknown as DoorContext;
      contexts.set(request, door);
      if (isForm(request)) return endResponse(new Response(null, { status: 415 }));
      const response = await answer(handle, request, paces);
      if (request.method === 'PUT' && response.status === 201)
        giveUpLater(handle, door, url, await response.clone().text());
      endResponse(response);
    },
  };

  function giveUpLater(handle: Handler<Request, Reader>, door: DoorContext, url: URL, token: string): void {
    const giveUp = async () => {
      // Opened and left at once; refused when it is open, or has been.
      const opening = new Request(url, { headers: { accept: 'text/event-stream', [TOKEN_HEADER]: token } });
      contexts.set(opening, door);
      await (await answer(handle, opening, paces)).body?.cancel();
    };
    setTimeout(() => {
      giveUp().catch((error) => logger.warn({ err: error }, 'A reserved stream could not be given up.'));
    }, openedWithinMs).unref();
  }
}

/** Who reads what a request asks for: a connection of its own, or the one that was reserved under the token. */
interface Reader {
  token: string | null;
  readonly pace: ReaderPace;
}

/** A connection's pace is that of all that is sent on it, whichever request has asked for it. */
class Paces {
  readonly #byToken = new Map<string, ReaderPace>();

  of({ token, pace }: Reader): ReaderPace {
    if (token === null) return pace;
    const shared = this.#byToken.get(token) ?? pace;
    this.#byToken.set(token, shared);
    return shared;
  }

  forget({ token }: Reader): void {
    if (token !== null) this.#byToken.delete(token);
  }
}

async function answer(handle: Handler<Request, Reader>, request: Request, paces: Paces): Promise<Response> {
  const { method, url, headers } = request;
  const reader: Reader = { token: null, pace: new ReaderPace() };
  const [body, init] = await handle({
    method,
    url,
    headers,
    body: () => request.text(),
    raw: request,
    context: reader,
  });
  if (body === null || typeof body === 'string') return new Response(body, init);
  const leave = () => {
    paces.forget(reader);
    return body.return();
  };
  request.signal.addEventListener('abort', leave);
  if (request.signal.aborted) await leave();
  return new Response(messageStream(body, paces.of(reader), leave), init);
}

const EVENT = 'event: next';

/** The protocol's messages as bytes, each taken when the client waits for one. */
function messageStream(
  messages: AsyncIterator<string>,
  pace: ReaderPace,
  leave: () => Promise<unknown>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        pace.waits();
        const { done, value } = await messages.next();
        if (done) {
          await leave();
          controller.close();
          return;
        }
        pace.took({ isEvent: value.startsWith(EVENT) });
        controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        await leave();
      },
    },
    { highWaterMark: 0 },
  );
}

interface Parameters {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

async function run(yoga: Yoga, request: Request, door: DoorContext | undefined, params: Parameters): Promise<Results> {
  const enveloped = yoga.getEnveloped({ ...door, request, params } as never);
  const document = enveloped.parse(params.query);
  const errors = enveloped.validate(enveloped.schema, document);
  if (errors.length > 0) return { errors };
  const operation = getOperationAST(document, params.operationName)?.operation;
  const args = {
    schema: enveloped.schema,
    document,
    contextValue: await enveloped.contextFactory(),
    variableValues: params.variables,
    operationName: params.operationName,
  };
  return operation === OperationTypeNode.SUBSCRIPTION ? enveloped.subscribe(args) : enveloped.execute(args);
}

/** `extensions.http` is between us and the HTTP server: where results are events it says nothing. */
function withoutHttp(result: ExecutionResult): ExecutionResult {
  if (result.errors === undefined) return result;
  const errors = result.errors.map(
    ({ message, nodes, source, positions, path, extensions: { http, ...extensions } }) => {
      return new GraphQLError(message, { nodes, source, positions, path, extensions });
    },
  );
  return { ...result, errors };
}

/** What a form in a foreign page can send without our leave. */
function isForm(request: Request): boolean {
  return request.method === 'POST' && !/^application\/json\b/i.test(request.headers.get('content-type') ?? '');
}

function streamOf(results: Results): AsyncIterable<ExecutionResult> {
  return Symbol.asyncIterator in results ? results : single(results);
}

async function* single(result: ExecutionResult): AsyncGenerator<ExecutionResult, void, undefined> {
  yield result;
}

/** Names of the streams that the protocol's single connection mode reserves; each is bound to its owner. */
class StreamTokens {
  readonly #secret = randomBytes(32);

  /** The stream that a request names, or a new one for a request that reserves one; null for a connection of its own. */
  tokenOf(request: Request, method: string, door: DoorContext | undefined): string | Refusal | null {
    const ownerId = door?.api.ownerId ?? '';
    const given = request.headers.get(TOKEN_HEADER) ?? new URL(request.url).searchParams.get('token');
    if (given === null) return method === 'PUT' ? this.#sign(randomUUID(), ownerId) : null;
    return this.#isOf(given, ownerId) ? given : [null, { status: 404, statusText: 'Not Found' }];
  }

  #sign(id: string, ownerId: string): string {
    return `${id}.${createHmac('sha256', this.#secret).update(`${id} ${ownerId}`).digest('hex')}`;
  }

  #isOf(token: string, ownerId: string): boolean {
    const expected = Buffer.from(this.#sign(token.split('.')[0] ?? '', ownerId));
    const given = Buffer.from(token);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}
