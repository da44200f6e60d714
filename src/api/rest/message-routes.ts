import { z } from 'zod';
import * as documents from '../../generated/documents/graphql.js';
import { operation, type Route } from './route.js';
import { lower } from './words.js';

/** The modes of the contract, with the names that older clients use. */
const MODES = {
  auto: 'AUTO',
  project_qa: 'PROJECT_QA',
  project_edits: 'PROJECT_EDITS',
  docs_generation: 'DOCS_GENERATION',
  qa: 'QA',
  code_change: 'PROJECT_EDITS',
  analytics_review: 'PROJECT_QA',
} as const satisfies Record<string, documents.MessageMode>;

type ModeName = keyof typeof MODES;
const MODE_NAMES = Object.keys(MODES) as ModeName[];

const mode = z
  .enum(MODE_NAMES)
  .nullish()
  .transform((name) => MODES[name ?? 'auto']);

const BUSY_STRATEGIES = {
  queue: 'QUEUE',
  reject: 'REJECT',
  interrupt: 'INTERRUPT',
} as const satisfies Record<string, documents.BusyStrategy>;

const BUSY_NAMES = Object.keys(BUSY_STRATEGIES) as (keyof typeof BUSY_STRATEGIES)[];

const onBusy = z
  .enum(BUSY_NAMES)
  .nullish()
  .transform((name) => BUSY_STRATEGIES[name ?? 'queue']);

const budget = z
  .object({ max_total_tokens: z.int32().nullish(), max_seconds: z.int32().nullish() })
  .transform(({ max_total_tokens, max_seconds }) => ({ maxTotalTokens: max_total_tokens, maxSeconds: max_seconds }));

const fileAttachment = z
  .object({
    type: z.literal('file'),
    path: z.string(),
    start_line: z.int32().nullish(),
    end_line: z.int32().nullish(),
    content: z.string().nullish(),
  })
  .transform(({ path, start_line, end_line, content }) => ({
    file: { path, startLine: start_line, endLine: end_line, unsavedContent: content },
  }));

const confluenceAttachment = z
  .object({ type: z.literal('confluence'), url: z.string() })
  .transform(({ url }) => ({ confluence: { url } }));

export const messageRoutes: readonly Route[] = [
  operation({
    method: 'POST',
    path: '/api/chat/messages',
    subject: { noun: 'dialog', named: 'dialog_session_id' },
    status: 202,
    body: z.object({
      dialog_session_id: z.string(),
      rag_session_id: z.string().nullish(),
      message: z.string(),
      mode,
      attachments: z.array(z.discriminatedUnion('type', [fileAttachment, confluenceAttachment])).nullish(),
      after_index_job_id: z.string().nullish(),
      on_busy: onBusy,
      budget: budget.nullish(),
    }),
    document: documents.SendMessageDocument,
    variables: ({ body, idempotencyKey }) => ({
      input: {
        dialogId: body.dialog_session_id,
        sessionId: body.rag_session_id,
        text: body.message,
        mode: body.mode,
        attachments: body.attachments,
        afterJobId: body.after_index_job_id,
        onBusy: body.on_busy,
        budget: body.budget,
        idempotencyKey,
      },
    }),
    result: (data) => data.sendMessage,
    render: ({ task, userMessage, dialog }) => ({
      task_id: task.id,
      message_id: userMessage.id,
      dialog_session_id: dialog.id,
      status: lower(task.status),
    }),
    location: ({ task }) => `/api/tasks/${task.id}`,
  }),
];
