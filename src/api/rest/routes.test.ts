import { isUnionType, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../graphql/schema.js';
import { routes } from './routes.js';

test('the table has every endpoint of the contract, with its status', () => {
  const table = routes.map((route) => {
    const status = route.kind === 'operation' ? String(route.status) : 'stream';
    return `${route.method} ${route.path} ${status}${route.access === 'internal' ? ' internal' : ''}`;
  });
  expect(table).toEqual([
    'POST /api/rag/sessions 201',
    'POST /api/rag/sessions/{rag_session_id}/changes 202',
    'GET /api/rag/sessions/{rag_session_id} 200',
    'DELETE /api/rag/sessions/{rag_session_id} 204',
    'GET /api/rag/sessions/{rag_session_id}/jobs/{index_job_id} 200',
    'POST /api/rag/sessions/{rag_session_id}/jobs/{index_job_id}/cancel 202',
    'GET /api/rag/sessions/{rag_session_id}/jobs/{index_job_id}/events stream',
    'POST /api/index/snapshot 202',
    'POST /api/index/changes 202',
    'GET /api/index/jobs/{index_job_id} 200',
    'POST /internal/rag/index/snapshot 202 internal',
    'POST /internal/rag/index/changes 202 internal',
    'GET /internal/rag/index/jobs/{index_job_id} 200 internal',
    'GET /api/index/jobs/{index_job_id}/events stream',
    'POST /internal/rag/retrieve 200 internal',
    'POST /api/chat/dialogs 201',
    'GET /api/chat/dialogs/{dialog_session_id}/messages 200',
    'POST /api/chat/messages 202',
    'GET /api/tasks/{task_id} 200',
    'POST /api/tasks/{task_id}/cancel 202',
    'GET /api/events stream',
    'GET /api/changesets/{changeset_id} 200',
    'POST /api/changesets/{changeset_id}/review 200',
    'POST /api/changesets/{changeset_id}/applied 202',
    'POST /internal/tools/confluence/fetch 200 internal',
  ]);
});

/** The fields of answers are held to the documents by the types; what a union may hold besides is held here. */
test('each operation with a result union selects the code and the message of every error', () => {
  for (const route of routes) {
    const definition = route.document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
    const operation = definition as OperationDefinitionNode;
    const root = operation.selectionSet.selections[0];
    if (root?.kind !== Kind.FIELD) throw new Error(`${route.path} has no root field`);
    const field = schema.getRootType(operation.operation)?.getFields()[root.name.value];
    const result = schema.getType(String(field?.type).replaceAll('!', ''));
    if (isUnionType(result)) expect(spreads(root.selectionSet), route.path).toContain('ErrorFields');
  }
});

function spreads(selections: SelectionSetNode | undefined): string[] {
  return (selections?.selections ?? []).flatMap((node) =>
    node.kind === Kind.FRAGMENT_SPREAD ? [node.name.value] : [],
  );
}
