import { GraphQLError, Kind } from 'graphql';
import { builder } from './builder.js';

const SHA256 = /^[0-9a-f]{64}$/;
const CURSOR = /^\d{1,18}$/;

builder.scalarType('DateTime', {
  description: 'ISO 8601, UTC, with milliseconds: 2030-01-31T12:00:00.000Z.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const time = typeof value === 'string' ? new Date(value) : null;
    if (time === null || Number.isNaN(time.getTime())) throw refusal('an ISO 8601 time', value);
    return time;
  },
});

builder.scalarType('Sha256', {
  description: "64 lower-case hexadecimal digits: SHA-256 of a file's raw bytes.",
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value !== 'string' || !SHA256.test(value)) throw refusal('64 lower-case hexadecimal digits', value);
    return value;
  },
});

builder.scalarType('EventCursor', {
  description:
    "Position in one stream's log: 1, 2, 3 … as a decimal string; a JSON integer is accepted too. The same as `id:` in SSE.",
  serialize: (value) => value.toString(),
  parseValue: parseCursor,
  parseLiteral: (node) =>
    parseCursor(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : `a ${node.kind}`),
});

function parseCursor(value: unknown): bigint {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !CURSOR.test(text)) throw refusal('a decimal number from 0 on', value);
  return BigInt(text);
}

function refusal(expected: string, value: unknown): GraphQLError {
  return new GraphQLError(`must be ${expected}, not ${JSON.stringify(value)?.slice(0, 80)}`, {
    extensions: { code: 'INVALID_INPUT' },
  });
}
