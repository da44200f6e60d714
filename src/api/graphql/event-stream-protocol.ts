import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { type ExecutionResult, GraphQLError, getOperationAST, OperationTypeNode } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fetch';
import type { Plugin, YogaServerInstance } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { ApiContext } from '../context.js';
import { toTopLevelError } from './top-level-error.js';

const TOKEN_HEADER = 'x-graphql-event-stream-token';

type Refusal = readonly [body: null, init: { readonly status: number; readonly statusText: string }];

interface DoorContext {
  readonly api: ApiContext;
}

type Yoga = YogaServerInstance<DoorContext, object>;
type Results = ExecutionResult | AsyncIterable<ExecutionResult>;

/**
 * The protocol of graphql-sse at `path`, in both of its modes. The plugin that exists for this answers a failed
 * subscription or a document that is not valid with "Unable to detect operation AST", because it gives the protocol's
 * library a result without data; here every result is a stream of results, which is what the protocol wants.
 */
export function useEventStreamProtocol(path: string, logger: Logger): Plugin<DoorContext> {
  const contexts = new WeakMap<Request, DoorContext>();
  const tokens = new StreamTokens();
  let handle: ((request: Request) => Promise<Response>) | null = null;
  return {
    onYogaInit({ yoga }) {
      handle = createHandler({
        authenticate: ({ raw, method }) => tokens.tokenOf(raw, method, contexts.get(raw)),
        onSubscribe: async ({ raw }, params) => {
          const results = await run(yoga as unknown as Yoga, raw, contexts.get(raw), params).catch((error) => ({
            errors: [toTopLevelError(error, logger)],
          }));
          return streamOf(results);
        },
        onNext: (_context, _request, result) => withoutHttp(result as ExecutionResult),
      });
    },
    async onRequest({ request, url, serverContext, endResponse }) {
      if (url.pathname !== path || handle === null) return;
      contexts.set(request, serverContext as unknown as DoorContext);
      endResponse(isForm(request) ? new Response(null, { status: 415 }) : await handle(request));
    },
  };
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
