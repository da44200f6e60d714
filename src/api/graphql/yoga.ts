import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { ForbiddenError } from '../../shared/errors.js';
import type { ApiContext } from '../context.js';
import { DEFAULT_QUERY } from './default-query.js';
import { useEventStreamProtocol } from './event-stream-protocol.js';
import { hardening } from './hardening.js';
import { schema } from './schema.js';
import { subscribe } from './subscribe.js';
import { toTopLevelError } from './top-level-error.js';

const CSRF_HEADER = 'x-graphql-yoga-csrf';

interface DoorContext {
  readonly api: ApiContext;
}

/**
 * GraphQL over HTTP: /graphql with Yoga's own events, and the protocol of graphql-sse at /graphql/stream. It checks
 * neither callers nor body sizes: both have been checked when a request comes here.
 */
export function createGraphQLServer(logger: Logger) {
  return createYoga<DoorContext>({
    schema,
    context: ({ api }) => api,
    graphqlEndpoint: '/graphql',
    // Node's own classes, so that answers can be written by the same code as those of REST.
    fetchAPI: { Request, Response, Headers, ReadableStream, TextEncoder, TextDecoder, URL },
    cors: false,
    batching: false,
    multipart: false,
    landingPage: false,
    healthCheckEndpoint: '/graphql/health',
    maxRequestBodySize: false,
    logging: false,
    maskedErrors: { maskError: (error) => toTopLevelError(error, logger) },
    graphiql: {
      title: 'Agent Backend',
      defaultQuery: DEFAULT_QUERY,
      subscriptionsProtocol: 'SSE',
      additionalHeaders: { [CSRF_HEADER]: '1' },
    },
    renderGraphiQL,
    plugins: [
      fromNoForeignPage(),
      useEventStreamProtocol('/graphql/stream', logger),
      ...hardening(logger),
      withCodes(logger),
      PATIENT_EVENTS,
    ] as Plugin[],
  });
}

/** A foreign page cannot make a browser send JSON or our header without our leave. */
function fromNoForeignPage(): Plugin {
  const { onRequestParse } = useCSRFPrevention({ requestHeaders: [CSRF_HEADER] });
  return {
    onRequestParse: (payload) => {
      try {
        return onRequestParse?.(payload);
      } catch {
        throw new ForbiddenError(
          `A page of another site could have had a browser send this request. Send POST with "Content-Type: application/json", or the header "${CSRF_HEADER}: 1".`,
        );
      }
    },
  };
}

const PATIENT_EVENTS: Plugin = { onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe) };

/** Errors of validation leave without passing `maskError`; here they get their code. */
function withCodes(logger: Logger): Plugin {
  return {
    onValidate:
      () =>
      ({ valid, result, setResult }) => {
        if (!valid) setResult(result.map((error: unknown) => toTopLevelError(error, logger)));
      },
  };
}
