import { z } from 'zod';
import * as documents from '../../generated/documents/graphql.js';
import { renderCitation } from './citation-rendering.js';
import { operation, type Route } from './route.js';
import { lower } from './words.js';

export const dialogRoutes: readonly Route[] = [
  operation({
    method: 'POST',
    path: '/api/chat/dialogs',
    subject: { noun: 'RAG session', named: 'rag_session_id' },
    status: 201,
    body: z.object({ rag_session_id: z.string(), title: z.string().nullish() }),
    document: documents.CreateDialogDocument,
    variables: ({ body, idempotencyKey }) => ({
      input: { sessionId: body.rag_session_id, title: body.title, idempotencyKey },
    }),
    result: (data) => data.createDialog,
    render: ({ dialog }) => ({
      dialog_session_id: dialog.id,
      rag_session_id: dialog.session.id,
      created_at: dialog.createdAt,
    }),
    location: ({ dialog }) => `/api/chat/dialogs/${dialog.id}/messages`,
  }),
  operation({
    method: 'GET',
    path: '/api/chat/dialogs/{dialog_session_id}/messages',
    subject: { noun: 'dialog', named: 'dialog_session_id' },
    status: 200,
    query: z.object({ after: z.string().optional(), limit: z.preprocess(numberOf, z.int32().min(1)).optional() }),
    document: documents.DialogMessagesDocument,
    variables: ({ params, query }) => ({
      dialogId: params.dialog_session_id ?? '',
      first: query.limit,
      after: query.after,
    }),
    result: (data) => data.dialog?.messages ?? null,
    render: ({ nodes, pageInfo }) => ({
      messages: nodes.map((message) => ({
        message_id: message.id,
        role: lower(message.role),
        content: message.content,
        status: lower(message.status),
        citations: message.citations.map(renderCitation),
        changeset_id: message.changeset?.id ?? null,
        task_id: message.task?.id ?? null,
        created_at: message.createdAt,
      })),
      next_after: pageInfo.endCursor,
      has_more: pageInfo.hasNextPage,
    }),
  }),
];

/** What is no number stays the text that it is, so that a refusal can name it. */
function numberOf(given: unknown): unknown {
  const number = Number(given);
  return given !== '' && Number.isFinite(number) ? number : given;
}
