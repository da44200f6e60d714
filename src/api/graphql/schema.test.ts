import { readdirSync, readFileSync } from 'node:fs';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  parse,
  validate,
  validateSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { ERROR_STATUS } from '../error-status.js';
import { printedSchema, SCHEMA_FILE } from './print-schema.js';
import { schema } from './schema.js';

const OPERATIONS = new URL('../../../schema/operations/', import.meta.url);

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

test('schema/schema.graphql is what the code says; if not, run npm run generate', () => {
  expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(printedSchema());
});

test('the schema is valid, and so is every operation against it', () => {
  expect(validateSchema(schema)).toEqual([]);
  const sources = readdirSync(OPERATIONS).map((name) => readFileSync(new URL(name, OPERATIONS), 'utf8'));
  expect(validate(schema, parse(sources.join('\n')))).toEqual([]);
});

test('every type, field, argument and enum value has a description', () => {
  expect(types.flatMap(undescribed)).toEqual([]);
});

test('every result union has one payload, and all else in it is an error', () => {
  const results = types.filter(isUnionType).filter(({ name }) => name.endsWith('Result'));
  expect(results.map(({ name }) => name)).toContain('SendMessageResult');
  for (const union of results) {
    const payloads = union.getTypes().filter((type) => !type.getInterfaces().some(({ name }) => name === 'Error'));
    // A mutation's payload is named for it; what a query gives is named for what it is.
    const names = union.name === 'ConfluencePageResult' ? ['ConfluencePage'] : [expect.stringMatching(/Payload$/)];
    expect(payloads.map(({ name }) => name)).toEqual(names);
  }
});

test('every error code of the schema has a status, and every status a code', () => {
  const codes = schema.getType('ErrorCode');
  expect(
    isEnumType(codes) &&
      codes
        .getValues()
        .map(({ name }) => name)
        .sort(),
  ).toEqual(Object.keys(ERROR_STATUS).sort());
});

/** Where a description is missing, as `Type.field(argument)`. */
function undescribed(type: GraphQLNamedType): string[] {
  const missing = type.description ? [] : [type.name];
  if (isEnumType(type)) {
    return [
      ...missing,
      ...type.getValues().flatMap((value) => (value.description ? [] : [`${type.name}.${value.name}`])),
    ];
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    return [...missing, ...fields.flatMap((field) => (field.description ? [] : [`${type.name}.${field.name}`]))];
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields()).flatMap((field) => [
      ...(field.description ? [] : [`${type.name}.${field.name}`]),
      ...field.args.flatMap((arg) => (arg.description ? [] : [`${type.name}.${field.name}(${arg.name})`])),
    ]);
    return [...missing, ...fields];
  }
  return missing;
}
