import { readdirSync, readFileSync } from 'node:fs';
import {
  type DocumentNode,
  type GraphQLInputType,
  getIntrospectionQuery,
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  typeFromAST,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../test-api.js';
import { MOST_PAGES, objectsOf } from './document-cost.js';
import { schema } from './schema.js';

const OPERATIONS = new URL('../../../schema/operations/', import.meta.url);
const MAX_PAGE_SIZE = 20;

const sources = readdirSync(OPERATIONS).map((name) => readFileSync(new URL(name, OPERATIONS), 'utf8'));
const all = parse(sources.join('\n')).definitions;
const fragments = all.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
const operations = all.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
const named = operations.map((operation) => [operation.name?.value ?? '', withUsedFragments(operation)] as const);

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi({ environment: { MAX_PAGE_SIZE: String(MAX_PAGE_SIZE) } });
});
afterAll(() => api.dispose());

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

async function ask(query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

test.each(named)('our own %s is valid within the limits', async (_name, document) => {
  const { errors = [] } = await ask(print(document));
  expect(JSON.stringify(errors)).not.toMatch(/limit|Syntax|Cannot query/i);
});

test.each(named)('our own %s may be asked for the largest pages', (_name, document) => {
  const [operation] = document.definitions as [OperationDefinitionNode];
  const variableDefinitions = operation.variableDefinitions ?? [];
  const variableValues = Object.fromEntries(
    variableDefinitions.flatMap(({ variable, type }) => {
      const value = sampleOf(typeFromAST(schema, type as never) as GraphQLInputType, variable.name.value);
      return value === undefined ? [] : [[variable.name.value, value]];
    }),
  );
  expect(getVariableValues(schema, variableDefinitions, variableValues).errors).toBeUndefined();
  const objects = objectsOf({ schema, document, variableValues }, MAX_PAGE_SIZE);
  expect(objects).toBeGreaterThan(0);
  expect(objects).toBeLessThanOrEqual(MOST_PAGES * MAX_PAGE_SIZE);
});

test('GraphiQL may read the schema', async () => {
  const { data } = await ask(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }));
  expect(data).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
});

test.each([
  ['aliases', `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: __typename`).join(' ')} }`],
  ['directives', `{ __typename ${'@skip(if: false) '.repeat(31)} }`],
  ['tokens', `{ ${'__typename '.repeat(3001)} }`],
  ['depth', `{ ragSession(id: "x") ${'{ dialogs { nodes { session '.repeat(8)} { id } ${'} } }'.repeat(8)} }`],
])('too many %s are refused', async (_what, query) => {
  const answer = await ask(query);
  expect(answer.data).toBeUndefined();
  expect(answer.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
});

const pages = (size: string) =>
  `{ ragSessions${size} { nodes { dialogs${size} { nodes { messages${size} { nodes { id } } } } } } }`;
const ids = Array.from({ length: MAX_PAGE_SIZE }, () => 'ses_x');

test.each([
  ['whose sizes are written', pages('(first: 20)'), {}, 8420],
  ['whose sizes are given', `query ($n: Int) ${pages('(first: $n)')}`, { n: 20 }, 8420],
  ['whose sizes are left to a default', `query ($n: Int = 20) ${pages('(last: $n)')}`, {}, 8420],
  ['whose sizes are not named', pages(''), {}, 8420],
  [
    'of many things by their ids',
    'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on RagSession { dialogs { nodes { messages { nodes { id } } } } } } }',
    { ids },
    8420,
  ],
  [
    'with lists that have no pages',
    '{ ragSessions { nodes { dialogs { nodes { tasks { nodes { reply { citations { __typename } } } } } } } } }',
    {},
    96_420,
  ],
])('pages within pages %s are refused', async (_how, query, variables, objects) => {
  const answer = await ask(query, variables);
  expect(answer.data).toBeUndefined();
  expect(answer.errors).toMatchObject([
    {
      message: expect.stringMatching(
        new RegExp(`could give ${objects} objects, .* at most 1000 .* Ask for smaller pages with "first" or "last"`),
      ),
      extensions: { code: 'BAD_REQUEST' },
    },
  ]);
});

test('a page size that is written out counts as one that is given', async () => {
  const [, document] = named.find(([name]) => name === 'DialogMessages') ?? [];
  const ours = print(document as DocumentNode);
  for (const query of [ours, ours.replace('$first: Int,', '').replace('first: $first', 'first: 20')]) {
    expect(await ask(query, { dialogId: 'dlg_x', first: 20 })).toEqual({ data: { dialog: null } });
  }
});

test('fragments that unfold to more than anyone could want are refused', async () => {
  const unfolding = Array.from({ length: 8 }, (_, n) => `fragment F${n} on Query { ${`...F${n + 1} `.repeat(4)} }`);
  const { errors } = await ask(`{ ...F0 } ${unfolding.join(' ')} fragment F8 on Query { __typename }`);
  expect(errors).toMatchObject([
    { message: expect.stringContaining('Spread fewer fragments'), extensions: { code: 'BAD_REQUEST' } },
  ]);
});

test('a page that is too large is left to its own refusal', async () => {
  const { errors } = await ask('{ ragSessions(first: 100000) { nodes { id } } }');
  expect(errors?.[0]?.message).toMatch(/first: is 100000; it must be at most 20 \(MAX_PAGE_SIZE\)/);
});

/** A value of the type; undefined where none needs to be given, but for the sizes of pages. */
function sampleOf(type: GraphQLInputType, name: string): unknown {
  if (!isNonNullType(type)) return name === 'first' || name === 'last' ? MAX_PAGE_SIZE : undefined;
  const { ofType } = type;
  if (isListType(ofType)) return [];
  if (isEnumType(ofType)) return ofType.getValues()[0]?.name;
  if (!isInputObjectType(ofType)) return { Int: 1, Boolean: true, Sha256: '0'.repeat(64) }[ofType.name] ?? 'x';
  const required = Object.values(ofType.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(required.map((field) => [field.name, sampleOf(field.type, field.name)]));
}

function withUsedFragments(operation: OperationDefinitionNode) {
  const used = new Set<string>();
  const visit = (text: string) => {
    for (const [, name = ''] of text.matchAll(/\.\.\.(\w+)/g)) {
      if (name === 'on' || used.has(name)) continue;
      used.add(name);
      const fragment = fragments.find((node) => node.name.value === name);
      if (fragment) visit(print(fragment));
    }
  };
  visit(print(operation));
  const needed = fragments.filter((node) => used.has(node.name.value));
  return { kind: Kind.DOCUMENT, definitions: [operation, ...needed] } as const;
}
