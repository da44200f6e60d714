import { shorten } from '../../shared/errors.js';
import { requireInternal } from '../caller.js';
import { type ContextSource, createContext } from '../context.js';
import type { Door } from '../door.js';
import { toFailure } from '../failure.js';
import { UnsupportedBodyError } from '../request-body.js';
import { answerOperation, answerStream } from './answer-route.js';
import type { PlainEndpoint } from './operations-endpoints.js';
import { problem } from './problem.js';
import type { Route } from './route.js';
import { readInput } from './route-input.js';
import { type Match, Router } from './router.js';

/** REST's way in: finds the route, checks caller and input, runs its operation. */
export function createRestDoor(source: ContextSource, endpoints: readonly (Route | PlainEndpoint)[]): Door {
  const router = new Router(endpoints);
  return async (request, remoteAddress) => {
    const match = router.match(request.method, new URL(request.url).pathname);
    if (match.kind !== 'found') return unmatched(match, request);
    const { target, params } = match;
    try {
      const response =
        target.kind === 'plain' ? await target.answer() : await answer(target, params, source, request, remoteAddress);
      return { response, route: target.path };
    } catch (error) {
      return { response: refusal(error, source), route: target.path };
    }
  };
}

async function answer(
  route: Route,
  params: Readonly<Record<string, string>>,
  source: ContextSource,
  request: Request,
  remoteAddress: string | null,
): Promise<Response> {
  const context = createContext(source, request, remoteAddress);
  if (route.access === 'internal') requireInternal(context);
  const schemas = route.kind === 'operation' ? route : { query: route.query };
  const input = await readInput(request, params, schemas, source.config.limits.maxRequestBytes);
  return route.kind === 'operation'
    ? answerOperation(route, input, context)
    : answerStream(route, input, context, request);
}

function unmatched(match: Exclude<Match<unknown>, { kind: 'found' }>, request: Request) {
  const { pathname } = new URL(request.url);
  if (match.kind === 'unknown') {
    const message = `There is no endpoint ${request.method} ${shorten(pathname)}. Check how it is spelt; GET / lists the endpoints.`;
    return { response: problem({ code: 'NOT_FOUND', message }), route: 'unknown' };
  }
  const allow = match.allowed.join(', ');
  const message = `${request.method} is not possible here. Allowed: ${allow}.`;
  const options = { status: 405, headers: { allow } };
  return { response: problem({ code: 'BAD_REQUEST', message }, options), route: match.path };
}

function refusal(error: unknown, { logger }: ContextSource): Response {
  const failure = toFailure(error, logger);
  if (error instanceof UnsupportedBodyError) return problem(failure, { status: 415 });
  // What is left of a body that was refused for its size is not read: the connection cannot be used again.
  if (failure.code === 'PAYLOAD_TOO_LARGE') return problem(failure, { headers: { connection: 'close' } });
  return problem(failure);
}
