import {
  ApplyChangesDocument,
  CancelIndexJobDocument,
  CancelTaskDocument,
  ChangesetDocument,
  ConfirmChangesetAppliedDocument,
  CreateDialogDocument,
  DeleteRagSessionDocument,
  DialogMessagesDocument,
  IndexJobDocument,
  IndexJobEventsDocument,
  RagSessionDocument,
  RagSessionIndexJobDocument,
  RetrieveDocument,
  ReviewChangesetDocument,
  SendMessageDocument,
  TaskDocument,
  TaskEventsDocument,
} from '../../src/generated/documents/graphql.js';
import { type BadCase, type Call, get, notFound, post, run, type Things, type World } from './bad-case.js';

const RENAME_DIALOG =
  'mutation ($input: RenameDialogInput!) { renameDialog(input: $input) { ... on Error { code message } } }';
const DELETE_DIALOG = 'mutation ($id: ID!) { deleteDialog(id: $id) { ... on Error { code message } } }';

interface Target {
  readonly what: string;
  readonly noun: string;
  readonly kind: keyof Things;
  /** `id` is ready for an address. */
  readonly rest?: (id: string, world: World) => Call;
  /** Takes the id in a body. */
  readonly restBody?: (id: string, world: World) => Call;
  readonly graphql: (id: string, world: World) => Call;
  readonly isLookup?: boolean;
}

const SESSION = { noun: 'RAG session', kind: 'sessionId' } as const;
const JOB = { noun: 'index job', kind: 'jobId' } as const;
const DIALOG = { noun: 'dialog', kind: 'dialogId' } as const;
const TASK = { noun: 'task', kind: 'taskId' } as const;
const CHANGESET = { noun: 'changeset', kind: 'changesetId' } as const;

const TARGETS: readonly Target[] = [
  {
    ...SESSION,
    what: 'a look at a session',
    rest: (id) => get(`/api/rag/sessions/${id}`),
    graphql: (id) => run(RagSessionDocument, { id }),
    isLookup: true,
  },
  {
    ...SESSION,
    what: 'a change to a session',
    rest: (id) =>
      post(`/api/rag/sessions/${id}/changes`, { changed_files: [{ op: 'upsert', path: 'a', content: '' }] }),
    graphql: (id) =>
      run(ApplyChangesDocument, { input: { sessionId: id, changes: [{ upsert: { path: 'a', content: '' } }] } }),
  },
  {
    ...SESSION,
    what: 'a deletion of a session',
    rest: (id) => ({ method: 'DELETE', path: `/api/rag/sessions/${id}` }),
    graphql: (id) => run(DeleteRagSessionDocument, { id }),
  },
  {
    ...SESSION,
    what: 'a dialog about a session',
    restBody: (id) => post('/api/chat/dialogs', { rag_session_id: id }),
    graphql: (id) => run(CreateDialogDocument, { input: { sessionId: id } }),
  },
  {
    ...SESSION,
    what: 'a search in a session',
    restBody: (id) => post('/internal/rag/retrieve', { rag_session_id: id, query: 'hello' }),
    graphql: (id) => run(RetrieveDocument, { sessionId: id, input: { query: 'hello' } }),
    isLookup: true,
  },
  {
    ...JOB,
    what: 'a look at a job of a session',
    rest: (id, { sessionId }) => get(`/api/rag/sessions/${sessionId}/jobs/${id}`),
    graphql: (id, { sessionId }) => run(RagSessionIndexJobDocument, { sessionId, jobId: id }),
    isLookup: true,
  },
  {
    ...JOB,
    what: 'a look at a job',
    rest: (id) => get(`/api/index/jobs/${id}`),
    graphql: (id) => run(IndexJobDocument, { jobId: id }),
    isLookup: true,
  },
  {
    ...JOB,
    what: 'the events of a job',
    rest: (id) => get(`/api/index/jobs/${id}/events`),
    graphql: (id) => run(IndexJobEventsDocument, { jobId: id }),
  },
  {
    ...JOB,
    what: 'a cancellation of a job',
    rest: (id, { sessionId }) => ({ method: 'POST', path: `/api/rag/sessions/${sessionId}/jobs/${id}/cancel` }),
    graphql: (id) => run(CancelIndexJobDocument, { jobId: id }),
  },
  {
    ...DIALOG,
    what: 'the messages of a dialog',
    rest: (id) => get(`/api/chat/dialogs/${id}/messages`),
    graphql: (id) => run(DialogMessagesDocument, { dialogId: id }),
    isLookup: true,
  },
  {
    ...DIALOG,
    what: 'a message to a dialog',
    restBody: (id) => post('/api/chat/messages', { dialog_session_id: id, message: 'Why?' }),
    graphql: (id) => run(SendMessageDocument, { input: { dialogId: id, text: 'Why?' } }),
  },
  {
    ...DIALOG,
    what: 'a new title for a dialog',
    graphql: (id) => run(RENAME_DIALOG, { input: { dialogId: id, title: 'New' } }),
  },
  { ...DIALOG, what: 'a deletion of a dialog', graphql: (id) => run(DELETE_DIALOG, { id }) },
  {
    ...TASK,
    what: 'a cancellation of a task',
    rest: (id) => ({ method: 'POST', path: `/api/tasks/${id}/cancel` }),
    graphql: (id) => run(CancelTaskDocument, { id }),
  },
  {
    ...TASK,
    what: 'a look at a task',
    rest: (id) => get(`/api/tasks/${id}`),
    graphql: (id) => run(TaskDocument, { id }),
    isLookup: true,
  },
  {
    ...TASK,
    what: 'the events of a task',
    restBody: (id) => get(`/api/events?task_id=${encodeURIComponent(id)}`),
    graphql: (id) => run(TaskEventsDocument, { taskId: id }),
  },
  {
    ...CHANGESET,
    what: 'a look at a changeset',
    rest: (id) => get(`/api/changesets/${id}`),
    graphql: (id) => run(ChangesetDocument, { id }),
    isLookup: true,
  },
  {
    ...CHANGESET,
    what: 'a review of a changeset',
    rest: (id) => post(`/api/changesets/${id}/review`, { decisions: [{ path: 'a.md', decision: 'accepted' }] }),
    graphql: (id) =>
      run(ReviewChangesetDocument, { input: { changesetId: id, decisions: [{ path: 'a.md', decision: 'ACCEPTED' }] } }),
  },
  {
    ...CHANGESET,
    what: 'a confirmation of a changeset',
    rest: (id) => post(`/api/changesets/${id}/applied`, { applied: [] }),
    graphql: (id) => run(ConfirmChangesetAppliedDocument, { input: { changesetId: id, applied: [] } }),
  },
];

const OTHER_TYPE = {
  sessionId: 'taskId',
  jobId: 'sessionId',
  dialogId: 'jobId',
  taskId: 'changesetId',
  changesetId: 'dialogId',
} as const;
const PREFIX = { sessionId: 'ses', jobId: 'job', dialogId: 'dlg', taskId: 'tsk', changesetId: 'chg' } as const;

interface Id {
  readonly what: string;
  readonly of: (kind: keyof Things, world: World) => string;
  /** What of it a message can be expected to repeat. */
  readonly shown: string;
  /** An address cannot hold it. */
  readonly onlyInBodies?: true;
}

const IDS: readonly Id[] = [
  { what: 'unknown', of: (kind) => `${PREFIX[kind]}_01jd7h0000f00r00000000000g`, shown: '01jd7h0000f00r00000000000g' },
  { what: 'malformed', of: () => 'nonsense', shown: 'nonsense' },
  { what: 'of another type', of: (kind, world) => world[OTHER_TYPE[kind]], shown: '_' },
  { what: 'somebody else’s', of: (kind, { foreign }) => foreign[kind], shown: '_' },
  { what: 'too long', of: () => 'x'.repeat(1000), shown: 'xxxxxxxxxx' },
  { what: 'a statement', of: () => "' or 1=1 --", shown: "' or 1=1 --" },
  { what: 'with a NUL', of: (kind) => `${PREFIX[kind]}_\0`, shown: '', onlyInBodies: true },
];

/** Every place that takes an id, with every id that names nothing there. */
export const idCases: readonly BadCase[] = TARGETS.flatMap((target) =>
  IDS.map(({ what, of, shown, onlyInBodies }) => {
    const { rest, restBody, graphql, kind, noun, isLookup } = target;
    const inAddress =
      onlyInBodies || !rest ? undefined : (world: World) => rest(encodeURIComponent(of(kind, world)), world);
    const inBody = restBody && ((world: World) => restBody(of(kind, world), world));
    const refusal = notFound(noun, '');
    return {
      name: `${target.what} whose id is ${what}`,
      rest: inBody ?? inAddress,
      graphql: (world: World) => graphql(of(kind, world), world),
      ...refusal,
      says: [...refusal.says, shown],
      isLookup,
    };
  }),
);
