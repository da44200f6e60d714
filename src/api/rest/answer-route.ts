import { InvalidInputError, NotFoundError } from '../../shared/errors.js';
import type { ApiContext } from '../context.js';
import { type Failure, toFailure } from '../failure.js';
import { runOperation, watchOperation } from '../graphql/run-operation.js';
import { shownValue } from '../shown-value.js';
import { problem } from './problem.js';
import type { Route, RouteInput } from './route.js';
import { eventStreamResponse, type ServerSentEvent } from './sse.js';

type OperationRoute = Extract<Route, { kind: 'operation' }>;
type StreamRoute = Extract<Route, { kind: 'stream' }>;
type Input = RouteInput<unknown, unknown>;

/** Runs the route's operation and renders what it gave. Throws what the operation throws. */
export async function answerOperation(route: OperationRoute, input: Input, context: ApiContext): Promise<Response> {
  const { document } = route;
  const result = route.result(await runOperation({ document, variables: route.variables(input) }, context));
  if (result === null || result === undefined) throw notFound(route, input);
  if (isFailure(result)) return problem(result);
  const headers = route.location === undefined ? undefined : { location: route.location(result) };
  const body = route.render(result);
  return body === null
    ? new Response(null, { status: route.status, headers })
    : Response.json(body, { status: route.status, headers: { 'cache-control': 'no-store', ...headers } });
}

/** Opens the route's stream. Throws before anything is streamed when there is nothing to stream. */
export async function answerStream(
  route: StreamRoute,
  input: Input,
  context: ApiContext,
  request: Request,
): Promise<Response> {
  const { document } = route;
  const variables = route.variables(input as RouteInput<undefined, unknown>, cursorOf(request));
  let atEnd = false;
  const watching = {
    ...context,
    onStreamAtEnd: () => {
      atEnd = true;
    },
  };
  const events = await watchOperation({ document, variables }, watching);
  if (atEnd) {
    await events.return?.();
    return new Response(null, { status: 204 });
  }
  return eventStreamResponse(rendered(route, events), (error) => {
    if (!context.signal.aborted) toFailure(error, context.log);
  });
}

/** The header that an EventSource sends when it comes back wins over what the address said at first. */
function cursorOf(request: Request): string | null {
  const header = request.headers.get('last-event-id');
  const given = header || new URL(request.url).searchParams.get('after');
  if (given === null || /^\d{1,18}$/.test(given)) return given;
  throw InvalidInputError.of(
    [header ? 'Last-Event-ID' : 'after'],
    `${shownValue(given)} is not a cursor: a decimal number from 0 on. Send the id of an event that you have received, or leave it out.`,
  );
}

function rendered(route: StreamRoute, events: AsyncIterator<unknown>): AsyncIterator<ServerSentEvent> {
  return {
    async next() {
      const result = await events.next();
      if (result.done) return { done: true, value: undefined };
      return { done: false, value: route.event(result.value) };
    },
    async return() {
      await events.return?.();
      return { done: true, value: undefined };
    },
  };
}

function notFound({ subject }: Route, { params, query, body }: Input): NotFoundError {
  const given = { ...(body as object), ...(query as object), ...params } as Record<string, unknown>;
  return new NotFoundError(subject.noun, String(given[subject.named] ?? ''));
}

function isFailure(result: object): result is Failure {
  return 'code' in result;
}
