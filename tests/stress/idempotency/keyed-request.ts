import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { GraphQLClient } from '../../kit/graphql-client.js';
import { RestClient } from '../../kit/rest-client.js';

export const DOORS = ['graphql', 'rest'] as const;
export type Door = (typeof DOORS)[number];

/** Which of the two bodies that a key comes with. */
export type Variant = 0 | 1;

/** What one sending of a request came to. */
export type Answer =
  | { readonly kind: 'accepted'; readonly ids: Ids }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly message: string };

/** What the request made, by kind. */
export type Ids = Readonly<Partial<Record<'session' | 'job' | 'dialog' | 'message' | 'task', string>>>;

/** A mutation that takes an idempotency key, as it is sent over both doors. */
export interface KeyedRequest {
  readonly name: string;
  send(door: Door, url: string, key: string, variant: Variant): Promise<Answer>;
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

export interface KeyedRequestOptions<Data, Input> {
  readonly name: string;
  readonly document: TypedDocumentNode<Data, { input: Input }>;
  readonly input: (variant: Variant) => Input;
  readonly result: (data: Data) => Ids | Refusal;
  readonly path: string;
  readonly body: (variant: Variant) => unknown;
  /** The fields of REST's answer that name what was made. */
  readonly fields: Readonly<Record<string, keyof Ids>>;
}

export function keyedRequest<Data, Input>(options: KeyedRequestOptions<Data, Input>): KeyedRequest {
  return {
    name: options.name,
    send: (door, url, key, variant) =>
      door === 'graphql' ? overGraphQL(options, url, key, variant) : overRest(options, url, key, variant),
  };
}

async function overGraphQL<Data, Input>(
  { document, input, result }: KeyedRequestOptions<Data, Input>,
  url: string,
  idempotencyKey: string,
  variant: Variant,
): Promise<Answer> {
  const data = await new GraphQLClient(url).run(document, { input: { ...input(variant), idempotencyKey } });
  const made = result(data);
  return 'code' in made ? { kind: 'refused', status: 422, ...made } : { kind: 'accepted', ids: made };
}

async function overRest<Data, Input>(
  { path, body, fields }: KeyedRequestOptions<Data, Input>,
  url: string,
  key: string,
  variant: Variant,
): Promise<Answer> {
  const answer = await new RestClient(url).post(path, body(variant), { 'idempotency-key': key });
  if (answer.status >= 300) {
    return { kind: 'refused', status: answer.status, code: answer.body.code, message: answer.body.detail };
  }
  const ids = Object.entries(fields).map(([field, name]) => [name, answer.body[field]]);
  return { kind: 'accepted', ids: Object.fromEntries(ids) };
}
