import { brandWithType } from '@pothos/core';
import { queryFromInfo } from '@pothos/plugin-prisma';
import type { GraphQLResolveInfo } from 'graphql';
import { InvalidInputError } from '../../shared/errors.js';
import { type IdKind, kindOfId } from '../../shared/ids.js';
import type { ApiContext } from '../context.js';
import { builder } from './builder.js';

type Find = (context: ApiContext, id: string, query: object) => Promise<object | null>;

const NODES: Record<IdKind, { readonly typeName: string; readonly find: Find }> = {
  session: {
    typeName: 'RagSession',
    find: ({ services, ownerId }, id, query) => services.sessions.find(ownerId, id, query),
  },
  indexJob: {
    typeName: 'IndexJob',
    find: ({ services, ownerId }, id, query) => services.indexing.findJob(ownerId, id, { query }),
  },
  dialog: { typeName: 'Dialog', find: ({ services, ownerId }, id, query) => services.dialogs.find(ownerId, id, query) },
  message: {
    typeName: 'Message',
    find: ({ services, ownerId }, id, query) => services.messages.find(ownerId, id, query),
  },
  changeset: {
    typeName: 'Changeset',
    find: ({ services, ownerId }, id, query) => services.changesets.find(ownerId, id, query),
  },
  task: { typeName: 'Task', find: ({ services, ownerId }, id, query) => services.tasks.find(ownerId, id, query) },
};

const Node = builder.nodeInterfaceRef();

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    description: 'Anything by its id; the prefix of the id tells its type.',
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (_root, { id }, context, info) => findNode(id, context, info),
  }),
  nodes: t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description: 'Things by their ids, in the order asked for; null for what does not exist.',
    args: { ids: t.arg.idList({ required: true, description: 'Their ids; at most MAX_PAGE_SIZE.' }) },
    resolve: (_root, { ids }, context, info) => {
      const { maxPageSize } = context.services.info.limits;
      if (ids.length > maxPageSize) {
        throw InvalidInputError.of(
          ['ids'],
          `has ${ids.length} ids; the limit is ${maxPageSize} (MAX_PAGE_SIZE). Ask in several requests.`,
        );
      }
      return ids.map((id) => findNode(id, context, info));
    },
  }),
}));

/** The row, marked with its type so that the interface knows it. */
async function findNode(id: string, context: ApiContext, info: GraphQLResolveInfo): Promise<object | null> {
  const kind = kindOfId(id);
  const node = kind === null ? undefined : NODES[kind];
  if (node === undefined) return null;
  const found = await node.find(context, id, queryFromInfo({ context, info, typeName: node.typeName }));
  if (found !== null) brandWithType(found, node.typeName as never);
  return found;
}
