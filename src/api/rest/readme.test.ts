import { readFileSync } from 'node:fs';
import { Kind, type OperationDefinitionNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ERROR_STATUS } from '../error-status.js';
import { schema } from '../graphql/schema.js';
import { indexEvents } from './index-job-rendering.js';
import type { Route } from './route.js';
import { routes } from './routes.js';
import { taskEvents } from './task-rendering.js';

const README = readFileSync(new URL('README.md', import.meta.url), 'utf8');

/** What JSON Schema tells of what a client may send. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly enum?: readonly string[];
  readonly const?: string;
}

interface Fields {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** The rows of the table that has this first line, by their cells. */
function rowsOf(header: string): string[][] {
  const [, below] = README.split(`| ${header} |\n`);
  const lines = below?.split('\n') ?? [];
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(1, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The rows of the table of events below this heading. */
function eventsBelow(heading: string): string[] {
  const [, below = ''] = README.split(`### ${heading}\n`);
  const [section = ''] = below.split('\n#');
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = '']) => name);
}

function namesIn(cell: string | undefined): string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

function shapeOf(type: z.ZodType | undefined): Shape {
  return type === undefined ? {} : (z.toJSONSchema(type, { io: 'input' }) as Shape);
}

function fieldsOf({ properties = {}, required = [] }: Shape): Fields {
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  return { required: [...required].sort(), optional: optional.sort() };
}

function fieldsOfRoute(route: Route): Fields {
  const body = fieldsOf(shapeOf(route.kind === 'operation' ? route.body : undefined));
  const query = fieldsOf(shapeOf(route.query));
  // Every stream reads its cursor by itself.
  const cursor = route.kind === 'stream' ? ['after'] : [];
  return {
    required: [...body.required, ...query.required].sort(),
    optional: [...body.optional, ...query.optional, ...cursor].sort(),
  };
}

function takesKey({ document }: Route): boolean {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const { variableDefinitions = [] } = operation as OperationDefinitionNode;
  return variableDefinitions.some(({ type }) => {
    const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
    const input = named.kind === Kind.NAMED_TYPE ? schema.getType(named.name.value) : undefined;
    return input !== undefined && 'getFields' in input && 'idempotencyKey' in input.getFields();
  });
}

/** Objects inside of bodies by the name that the README gives them, and the values of fields that have few. */
class Parts {
  readonly objects = new Map<string, Fields>();
  readonly values = new Map<string, readonly string[]>();

  /** Adds all that is below the fields of an object. */
  addFields({ properties = {} }: Shape): void {
    for (const [name, shape] of Object.entries(properties)) this.#add(name, shape);
  }

  #add(name: string, shape: Shape): void {
    if (shape.enum !== undefined) this.values.set(name.replace('[]', ''), shape.enum);
    if (shape.items !== undefined) this.#add(`${name}[]`, shape.items);
    for (const option of [...(shape.anyOf ?? []), ...(shape.oneOf ?? [])]) this.#add(name, option);
    if (shape.properties === undefined) return;
    const kind = Object.entries(shape.properties).find(([, property]) => property.const !== undefined);
    const label = kind === undefined ? name : `${name}, "${kind[0]}": "${kind[1].const}"`;
    this.objects.set(label, fieldsOf(shape));
    this.addFields(shape);
  }
}

describe('the README of the endpoints', () => {
  const written = rowsOf('endpoint | what it does | required | optional | status | key').map(
    ([endpoint, , required, optional, status, key]) => ({
      endpoint: namesIn(endpoint)[0],
      required: namesIn(required).sort(),
      optional: namesIn(optional).sort(),
      status: Number(status),
      key: key === 'yes',
    }),
  );
  const parts = new Parts();
  for (const route of routes) if (route.kind === 'operation') parts.addFields(shapeOf(route.body));

  test('has every route with its fields, its status and whether it takes a key, and no other', () => {
    const known = routes.map((route) => ({
      endpoint: `${route.method} ${route.path}`,
      ...fieldsOfRoute(route),
      status: route.kind === 'operation' ? route.status : 200,
      key: takesKey(route),
    }));
    const byName = (a: { endpoint?: string }, b: { endpoint?: string }) =>
      (a.endpoint ?? '') < (b.endpoint ?? '') ? -1 : 1;
    expect(written.sort(byName)).toEqual(known.sort(byName));
  });

  test('is right that the paths below /internal, and no others, are for trusted services', () => {
    const internal = routes.filter(({ access }) => access === 'internal');
    expect(internal).toEqual(routes.filter(({ path }) => path.startsWith('/internal/')));
  });

  test('has every object inside of bodies with its fields, and no other', () => {
    const rows = rowsOf('part | required | optional').map(
      ([part, required, optional]) =>
        [
          (part ?? '').replaceAll('`', ''),
          { required: namesIn(required).sort(), optional: namesIn(optional).sort() },
        ] as const,
    );
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(parts.objects));
  });

  test('has every value of the fields that have few', () => {
    const rows = rowsOf('field | values | when not given').map(([field, values]) => [
      namesIn(field)[0],
      namesIn((values ?? '').replaceAll(/\([^)]*\)/g, '')),
    ]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(parts.values));
  });

  test('has every code with its status', () => {
    const rows = rowsOf('status | code | carries').flatMap(([status, codes]) =>
      namesIn(codes).flatMap((code) => (/^[A-Z_]+$/.test(code) ? [[code, Number(status)] as const] : [])),
    );
    expect(Object.fromEntries(rows)).toEqual(ERROR_STATUS);
  });

  test('has the events that each kind of stream can send', () => {
    const sent = (renderings: Readonly<Record<string, readonly [string, unknown]>>) =>
      Object.values(renderings)
        .map(([name]) => name)
        .sort();
    expect(eventsBelow('Of an index job').sort()).toEqual(sent(indexEvents));
    expect(eventsBelow('Of a task').sort()).toEqual(sent(taskEvents));
  });
});
