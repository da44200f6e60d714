import type { Metrics } from '../metrics.js';
import type { Services } from '../services.js';
import { problem } from './problem.js';
import type { Route } from './route.js';

/** An endpoint that needs no token and runs no operation. */
export interface PlainEndpoint {
  readonly kind: 'plain';
  readonly method: 'GET';
  readonly path: string;
  readonly answer: () => Promise<Response>;
}

/** What those who run the server ask of it. */
export function operationsEndpoints(services: Services, metrics: Metrics): readonly PlainEndpoint[] {
  return [
    endpoint('/healthz', async () => Response.json({ status: 'ok' })),
    endpoint('/readyz', () => readiness(services)),
    endpoint(
      '/metrics',
      async () => new Response(await metrics.text(), { headers: { 'content-type': metrics.contentType } }),
    ),
  ];
}

/** Where everything is; of `routes` what is not for trusted services only. */
export function frontPage({ info }: Services, routes: readonly Route[]): PlainEndpoint {
  return endpoint('/', async () =>
    Response.json({
      name: 'Agent Backend',
      version: info.version,
      graphql: '/graphql',
      graphiql: '/graphql (in a browser)',
      rest: routes.filter(({ access }) => access !== 'internal').map(({ method, path }) => `${method} ${path}`),
      health: '/healthz',
      ready: '/readyz',
      metrics: '/metrics',
    }),
  );
}

function endpoint(path: string, answer: PlainEndpoint['answer']): PlainEndpoint {
  return { kind: 'plain', method: 'GET', path, answer };
}

async function readiness(services: Services): Promise<Response> {
  const reasons = await services.readiness();
  if (reasons.length === 0) return Response.json({ status: 'ready' });
  const message = `The server is not ready. ${reasons.join(' ')}`;
  return problem({ code: 'NOT_READY', message }, { members: { reasons } });
}
