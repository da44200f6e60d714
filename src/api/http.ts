import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { BadRequestError } from '../shared/errors.js';
import type { Answer } from './door.js';
import { toFailure } from './failure.js';
import { createGraphQLDoor, GRAPHQL_PATHS } from './graphql/door.js';
import { Metrics } from './metrics.js';
import { sendResponse, toRequest } from './node-http.js';
import { OpenStreams } from './open-streams.js';
import { frontPage, operationsEndpoints } from './rest/operations-endpoints.js';
import { problem } from './rest/problem.js';
import { createRestDoor } from './rest/rest-handler.js';
import { routes } from './rest/routes.js';
import type { Services } from './services.js';

export interface HttpDependencies {
  readonly services: Services;
  readonly config: Config;
  readonly logger: Logger;
}

export interface HttpHandler {
  readonly listener: RequestListener;
  /** Ends every open stream without a last event, for a shutdown: clients come back and resume. */
  readonly closeStreams: () => void;
}

/** The one HTTP handler: GraphQL's addresses go to it, all else to REST. */
export function createHttpHandler({ services, config, logger }: HttpDependencies): HttpHandler {
  const streams = new OpenStreams(config.limits.maxSubscriptions);
  const metrics = new Metrics(streams);
  const source = { config, services, streams, logger };
  const health = operationsEndpoints(services, metrics);
  // A worker serves those who run it, and nobody's data.
  const isWorker = config.role === 'worker';
  const rest = createRestDoor(source, isWorker ? health : [...routes, ...health, frontPage(services, routes)]);
  const graphql = isWorker ? rest : createGraphQLDoor(source);

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const start = performance.now();
    const { response, route } = await open(incoming, outgoing);
    const seconds = (performance.now() - start) / 1000;
    metrics.count({ method: incoming.method ?? '', route, status: response.status, seconds });
    await sendResponse(response, outgoing);
  };

  const open = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<Answer> => {
    const request = asRequest(incoming, outgoing);
    if (request === null) {
      const refusal = new BadRequestError('The request line is not one that this server reads.');
      return { response: problem(toFailure(refusal, logger)), route: 'unreadable' };
    }
    const { pathname } = new URL(request.url);
    const door = GRAPHQL_PATHS.includes(pathname) ? graphql : rest;
    return door(request, incoming.socket.remoteAddress ?? null);
  };

  return {
    listener: (incoming, outgoing) => {
      answer(incoming, outgoing).catch((error: unknown) => {
        logger.error({ err: error }, 'a request could not be answered');
        outgoing.destroy();
      });
    },
    closeStreams: () => streams.cutAll(),
  };
}

function asRequest(incoming: IncomingMessage, outgoing: ServerResponse): Request | null {
  try {
    return toRequest(incoming, outgoing);
  } catch {
    return null;
  }
}
