import { type ContextSource, createContext } from '../context.js';
import type { Door } from '../door.js';
import { readBodyText } from '../request-body.js';
import { ReadRequest } from './read-request.js';
import { toTopLevelError } from './top-level-error.js';
import { createGraphQLServer } from './yoga.js';

const GRAPHQL_PATH = '/graphql';

/** All else is no address of GraphQL's. */
export const GRAPHQL_PATHS: readonly string[] = [GRAPHQL_PATH, '/graphql/stream', '/graphql/health'];

/** GraphQL's way in: checks the caller and the size of the body, then hands over to the GraphQL server. */
export function createGraphQLDoor(source: ContextSource): Door {
  const server = createGraphQLServer(source.logger);
  const { maxRequestBytes } = source.config.limits;
  return async (request, remoteAddress) => {
    const route = routeOf(request);
    try {
      // The page holds nothing of anyone: it must load so that a token can be entered in it.
      if (isGraphiQLPage(request)) return { response: await server.fetch(request, {} as never), route };
      const api = createContext(source, request, remoteAddress);
      return { response: await server.fetch(await withReadBody(request, maxRequestBytes), { api }), route };
    } catch (error) {
      return { response: errorResponse(error, source), route };
    }
  };
}

function routeOf(request: Request): string {
  return new URL(request.url).pathname === `${GRAPHQL_PATH}/stream` ? '/graphql/stream' : GRAPHQL_PATH;
}

/** As the GraphQL server tells it: such a request never runs an operation. */
function isGraphiQLPage(request: Request): boolean {
  const accepted = request.headers.get('accept') ?? '';
  return request.method === 'GET' && new URL(request.url).pathname === GRAPHQL_PATH && accepted.includes('text/html');
}

/** The same request with its whole body at hand, inflated and within the limit. */
async function withReadBody(request: Request, maxBytes: number): Promise<Request> {
  if (request.body === null) return request;
  return new ReadRequest(request, await readBodyText(request, maxBytes));
}

function errorResponse(error: unknown, { logger }: ContextSource): Response {
  const topLevel = toTopLevelError(error, logger);
  const { http, ...extensions } = topLevel.extensions;
  const { status, headers } = http as { status: number; headers?: Record<string, string> };
  return Response.json({ errors: [{ message: topLevel.message, extensions }] }, { status, headers });
}
