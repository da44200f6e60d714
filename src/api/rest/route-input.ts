import type { z } from 'zod';
import { BadRequestError, InvalidInputError } from '../../shared/errors.js';
import { parseJsonText, readBodyText, UnsupportedBodyError } from '../request-body.js';
import { shownValue } from '../shown-value.js';
import { describeIssue } from './describe-issue.js';
import type { RouteInput } from './route.js';

interface Schemas {
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
}

/**
 * Reads and checks all that a route takes. Throws an `UnsupportedBodyError`, a `BadRequestError`, a `LimitError` or an
 * `InvalidInputError` with this contract's own paths.
 */
export async function readInput(
  request: Request,
  params: Readonly<Record<string, string>>,
  { body, query }: Schemas,
  maxBytes: number,
): Promise<RouteInput<unknown, unknown>> {
  const given = Object.fromEntries(new URL(request.url).searchParams);
  return {
    params,
    query: query === undefined ? undefined : checked(query, given),
    body: body === undefined ? undefined : checkedBody(body, await readJson(request, maxBytes)),
    idempotencyKey: request.headers.get('idempotency-key'),
  };
}

async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && !/^application\/[\w.-]+\+json$/.test(type)) {
    throw new UnsupportedBodyError(`Content-Type "${type}" is not read here. Send application/json.`);
  }
  const text = await readBodyText(request, maxBytes);
  try {
    return await parseJsonText(text);
  } catch (error) {
    throw new BadRequestError(`The body is not JSON: ${(error as Error).message}`);
  }
}

/**
 * A field that the schema does not know is let through, since old clients may send more. But who sends the key as a
 * field would take itself to be protected and would not be.
 */
function checkedBody(schema: z.ZodType, body: unknown): unknown {
  const parsed = checked(schema, body);
  const { idempotency_key: key } = body as { readonly idempotency_key?: unknown };
  if (key === undefined || key === null) return parsed;
  throw InvalidInputError.of(
    ['idempotency_key'],
    `is ${shownValue(key)}, but is no field of the body. Send it as the header Idempotency-Key.`,
  );
}

function checked(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return result.data;
  throw new InvalidInputError(result.error.issues.map(({ path, message }) => ({ path: path.map(String), message })));
}
