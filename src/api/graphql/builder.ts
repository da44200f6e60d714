import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import type PrismaTypes from '../../generated/pothos.js';
import { getDatamodel } from '../../generated/pothos.js';
import { kindOfId } from '../../shared/ids.js';
import type { ApiContext } from '../context.js';

/** MAX_PAGE_SIZE may not be set higher; the real limit is checked with the arguments of each page. */
const LARGEST_PAGE = 10_000;

export const builder = new SchemaBuilder<{
  Context: ApiContext;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    Sha256: { Input: string; Output: string };
    EventCursor: { Input: bigint; Output: bigint };
  };
}>({
  plugins: [ErrorsPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  errors: { directResult: true },
  prisma: {
    client: (context) => context.services.prisma,
    dmmf: getDatamodel(),
    maxConnectionSize: LARGEST_PAGE,
    defaultConnectionSize: 20,
  },
  relay: {
    // Our ids are unique over all types and name their type, so they are node ids as they are.
    encodeGlobalID: (_typename, id) => String(id),
    decodeGlobalID: (id) => ({ typename: kindOfId(id) ?? '', id }),
    cursorType: 'String',
    idFieldOptions: { description: 'Its name, unique over all types.' },
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    edgesFieldOptions: { nullable: false, description: 'The page, with a cursor for each item.' },
    nodeFieldOptions: { nullable: false, description: 'The item.' },
    cursorFieldOptions: { description: 'Where this item stands in the list: pass it as `after` or `before`.' },
    nodesOnConnection: { description: 'The page, without cursors.' },
    pageInfoFieldOptions: { description: 'Where this page stands in the list.' },
    defaultConnectionTypeOptions: { description: 'One page of a list.' },
    defaultEdgeTypeOptions: { description: 'An item of a page and its cursor.' },
    nodeTypeOptions: { description: 'Anything that has an id of its own.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    hasNextPageFieldOptions: { description: 'Whether items follow this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether items come before this page.' },
    startCursorFieldOptions: { description: 'The cursor of the first item; null when the page is empty.' },
    endCursorFieldOptions: { description: 'The cursor of the last item; null when the page is empty.' },
    firstArgOptions: { description: 'How many items from the start, or after `after`; at most MAX_PAGE_SIZE.' },
    afterArgOptions: { description: 'Only items after this cursor.' },
    lastArgOptions: { description: 'How many items from the end, or before `before`; at most MAX_PAGE_SIZE.' },
    beforeArgOptions: { description: 'Only items before this cursor.' },
  },
});

builder.queryType({ description: 'Reads. What does not exist, or belongs to another owner, is null.' });
builder.mutationType({
  description: 'Changes. Expected failures are members of the result union that implement Error.',
});
builder.subscriptionType({
  description: 'Watches work that a mutation has started. Closing a subscription never stops the work.',
});
