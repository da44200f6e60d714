import {
  ApplyChangesDocument,
  ConfirmChangesetAppliedDocument,
  CreateDialogDocument,
  CreateRagSessionDocument,
  IndexSnapshotDocument,
  SendMessageDocument,
} from '../../../src/generated/documents/graphql.js';
import { appliedFile } from '../../kit/changesets/proposals.js';
import { SHOP } from '../../kit/projects.js';
import { toInputs } from '../../kit/story.js';
import { type Ids, type KeyedRequest, keyedRequest, type Variant } from './keyed-request.js';
import { PROPOSED, type SeededDialog } from './seed-dialogs.js';

/** What a round's request is about; nothing else has touched it. */
export interface Subject extends SeededDialog {
  readonly projectId: string;
}

const JOB_FIELDS = { rag_session_id: 'session', index_job_id: 'job' } as const;

/** Every kind of mutation that takes a key, each on `subject`; its two bodies are both valid. */
export function keyedRequests({ projectId, sessionId, dialogId, changesetId }: Subject): KeyedRequest[] {
  const project = (variant: Variant) => toInputs({ ...SHOP, 'VERSION.md': `# Version ${variant}\n` });
  const upsert = (variant: Variant) => ({ path: 'VERSION.md', content: `# Version ${variant}\n` });
  const applied = (variant: Variant) => (variant === 0 ? PROPOSED : PROPOSED.toReversed()).map(appliedFile);
  return [
    keyedRequest({
      name: 'createRagSession',
      document: CreateRagSessionDocument,
      input: (variant) => ({ projectId, files: project(variant) }),
      result: ({ createRagSession: made }) => ('job' in made ? idsOfJob(made) : made),
      path: '/api/rag/sessions',
      body: (variant) => ({ project_id: projectId, files: project(variant) }),
      fields: JOB_FIELDS,
    }),
    keyedRequest({
      name: 'indexSnapshot',
      document: IndexSnapshotDocument,
      input: (variant) => ({ projectId, files: project(variant) }),
      result: ({ indexSnapshot: made }) => ('job' in made ? idsOfJob(made) : made),
      path: '/api/index/snapshot',
      body: (variant) => ({ project_id: projectId, files: project(variant) }),
      fields: JOB_FIELDS,
    }),
    keyedRequest({
      name: 'applyChanges',
      document: ApplyChangesDocument,
      input: (variant) => ({ sessionId, baseVersion: 0, changes: [{ upsert: upsert(variant) }] }),
      result: ({ applyChanges: made }) => ('job' in made ? idsOfJob(made) : made),
      path: `/api/rag/sessions/${sessionId}/changes`,
      body: (variant) => ({ base_version: 0, changed_files: [{ op: 'upsert', ...upsert(variant) }] }),
      fields: JOB_FIELDS,
    }),
    keyedRequest({
      name: 'createDialog',
      document: CreateDialogDocument,
      input: (variant) => ({ sessionId, title: `Title ${variant}` }),
      result: ({ createDialog: made }) => ('dialog' in made ? { dialog: made.dialog.id } : made),
      path: '/api/chat/dialogs',
      body: (variant) => ({ rag_session_id: sessionId, title: `Title ${variant}` }),
      fields: { dialog_session_id: 'dialog' },
    }),
    keyedRequest({
      name: 'sendMessage',
      document: SendMessageDocument,
      input: (variant) => ({ dialogId, text: `Question ${variant}?`, onBusy: 'REJECT' as const }),
      result: ({ sendMessage: made }) =>
        'task' in made ? { task: made.task.id, message: made.userMessage.id, dialog: made.dialog.id } : made,
      path: '/api/chat/messages',
      body: (variant) => ({ dialog_session_id: dialogId, message: `Question ${variant}?`, on_busy: 'reject' }),
      fields: { task_id: 'task', message_id: 'message', dialog_session_id: 'dialog' },
    }),
    keyedRequest({
      name: 'confirmChangesetApplied',
      document: ConfirmChangesetAppliedDocument,
      input: (variant) => ({ changesetId, applied: applied(variant) }),
      result: ({ confirmChangesetApplied: made }) => ('job' in made ? { job: made.job?.id } : made),
      path: `/api/changesets/${changesetId}/applied`,
      body: (variant) => ({
        applied: applied(variant).map(({ path, resultHash }) => ({ path, result_hash: resultHash })),
      }),
      fields: { index_job_id: 'job' },
    }),
  ];
}

function idsOfJob({ session, job }: { session: { id: string }; job: { id: string } }): Ids {
  return { session: session.id, job: job.id };
}
