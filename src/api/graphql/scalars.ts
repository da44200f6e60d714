import { GraphQLError, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { describeNoSha256, SHA256 } from '../sha256.js';
import { shownValue } from '../shown-value.js';
import { builder } from './builder.js';

const CURSOR = /^\d{1,18}$/;

builder.scalarType('DateTime', {
  description: 'ISO 8601, UTC, with milliseconds: 2030-01-31T12:00:00.000Z.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const time = typeof value === 'string' ? new Date(value) : null;
    if (time === null || Number.isNaN(time.getTime()))
      throw refusal(`${shownValue(value)} is not an ISO 8601 time. Give one such as 2030-01-31T12:00:00.000Z.`);
    return time;
  },
});

builder.scalarType('Sha256', {
  description: "64 lower-case hexadecimal digits: SHA-256 of a file's raw bytes.",
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value !== 'string' || !SHA256.test(value)) throw refusal(describeNoSha256(value));
    return value;
  },
});

builder.scalarType('EventCursor', {
  description:
    "Position in one stream's log: 1, 2, 3 … as a decimal string; a JSON integer is accepted too. The same as `id:` in SSE.",
  serialize: (value) => value.toString(),
  parseValue: (value) => parseCursor(value),
  parseLiteral: (node) => parseCursor(node.kind === Kind.INT ? node.value : valueFromASTUntyped(node), node),
});

function parseCursor(value: unknown, node?: ValueNode): bigint {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !CURSOR.test(text)) {
    throw refusal(
      `${shownValue(value)} is not a cursor: a decimal number from 0 on. Send the cursor of an event that you have received, or leave it out.`,
      node,
    );
  }
  return BigInt(text);
}

/** A whole sentence: of a literal GraphQL says nothing before it. */
function refusal(message: string, node?: ValueNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'INVALID_INPUT' } });
}
