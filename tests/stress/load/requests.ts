import {
  ApplyChangesDocument,
  CreateDialogDocument,
  CreateRagSessionDocument,
  type FileChangeInput,
  type MessageMode,
  SendMessageDocument,
} from '../../../src/generated/documents/graphql.js';
import type { Random } from '../../kit/random.js';
import { toInputs } from '../../kit/story.js';
import { PersistentClient } from '../persistent-client.js';
import { jobEventsDoor, taskEventsDoor } from '../stream-doors.js';
import { readAcrossCuts } from '../stream-reader.js';
import type { Accepted, AcceptedDialog, AcceptedProject } from './accepted.js';
import type { Crew } from './crew.js';
import { projectFiles } from './projects.js';
import { questionOf } from './questions.js';

/** What all clients of a run share. */
export interface Load {
  /** An API process of the moment. */
  readonly api: () => Promise<string>;
  readonly accepted: Accepted;
  readonly client: PersistentClient;
  /** No client begins anything new once it is aborted. */
  readonly stop: AbortSignal;
  readonly numbers: { projects: number; questions: number };
}

export function newLoad(crew: Crew, accepted: Accepted, stop: AbortSignal, random: Random): Load {
  const api = () => crew.api(random);
  return { api, accepted, client: new PersistentClient(api), stop, numbers: { projects: 0, questions: 0 } };
}

export interface Asked {
  readonly number: number;
  /** Resolves when the task has been read to its end. */
  readonly ended: Promise<void>;
}

/** Makes a project of so many modules. */
export async function upload({ client, accepted, numbers }: Load, modules: number): Promise<AcceptedProject> {
  numbers.projects += 1;
  const projectId = `p${numbers.projects}`;
  const files = projectFiles(projectId, modules);
  const input = { projectId, files: toInputs(files), idempotencyKey: crypto.randomUUID() };
  const { createRagSession: result } = await client.run(CreateRagSessionDocument, { input });
  if (!('job' in result)) throw new Error(JSON.stringify(result));
  const project = { projectId, sessionId: result.session.id, files, changes: [], jobIds: [result.job.id] };
  accepted.projects.push(project);
  return project;
}

/** Sends changes to a project. */
export async function change({ client }: Load, project: AcceptedProject, changes: FileChangeInput[]): Promise<void> {
  const input = { sessionId: project.sessionId, changes, idempotencyKey: crypto.randomUUID() };
  const { applyChanges: result } = await client.run(ApplyChangesDocument, { input });
  if (!('job' in result)) throw new Error(JSON.stringify(result));
  project.changes.push(changes);
  project.jobIds.push(result.job.id);
}

export async function openDialog({ client, accepted }: Load, project: AcceptedProject): Promise<AcceptedDialog> {
  const { sessionId } = project;
  const input = { sessionId, idempotencyKey: crypto.randomUUID() };
  const { createDialog: result } = await client.run(CreateDialogDocument, { input });
  if (!('dialog' in result)) throw new Error(JSON.stringify(result));
  const dialog = { dialogId: result.dialog.id, project, messages: [] };
  accepted.dialogs.push(dialog);
  return dialog;
}

/** Sends a message that waits for the project's last job. */
export async function ask(load: Load, dialog: AcceptedDialog, mode: MessageMode): Promise<Asked> {
  load.numbers.questions += 1;
  const number = load.numbers.questions;
  const text = questionOf(number, mode);
  const afterJobId = dialog.project.jobIds.at(-1);
  const input = { dialogId: dialog.dialogId, text, mode, afterJobId, idempotencyKey: crypto.randomUUID() };
  const { sendMessage: result } = await load.client.run(SendMessageDocument, { input });
  if (!('task' in result)) throw new Error(JSON.stringify(result));
  const taskId = result.task.id;
  dialog.messages.push({ number, text, mode, messageId: result.userMessage.id, taskId });
  const reading = readAcrossCuts({ door: taskEventsDoor(taskId), api: load.api });
  return { number, ended: told(reading.then((read) => void load.accepted.taskReadings.set(taskId, read))) };
}

/** Reads the project's last job to its end. */
export function readJob({ api, accepted }: Load, { jobIds }: AcceptedProject): Promise<void> {
  const jobId = jobIds.at(-1) ?? '';
  const reading = readAcrossCuts({ door: jobEventsDoor(jobId), api });
  return told(reading.then((read) => void accepted.jobReadings.set(jobId, read)));
}

/** A failure is met when the promise is awaited, and must not count as unhandled before. */
function told(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined);
  return promise;
}
