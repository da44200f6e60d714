import { setTimeout as sleep } from 'node:timers/promises';
import {
  ApplyChangesDocument,
  CreateDialogDocument,
  CreateRagSessionDocument,
  SendMessageDocument,
} from '../../../src/generated/documents/graphql.js';
import { Random } from '../../kit/random.js';
import { toInputs } from '../../kit/story.js';
import type { Crew } from '../crew.js';
import { PersistentClient } from '../persistent-client.js';
import { projectFiles, someChanges } from '../projects.js';
import { MODES, questionOf } from '../questions.js';
import { jobEventsDoor, taskEventsDoor } from '../stream-doors.js';
import { readAcrossCuts } from '../stream-reader.js';
import type { Accepted, AcceptedDialog, AcceptedProject } from './accepted.js';

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

/** Uploads projects and changes them, and reads each job to its end: one after the other, or a few at once. */
export async function uploadAndChange(load: Load, seed: number): Promise<void> {
  const random = new Random(seed);
  while (!load.stop.aborted) {
    const project = await upload(load, random);
    const paths = Object.keys(project.files);
    const readings = [readJob(load, project)];
    const revisions = random.between(2, 6);
    for (let revision = 1; revision <= revisions && !load.stop.aborted; revision += 1) {
      if (random.uniform() < 0.7) await readings.at(-1);
      const changes = someChanges(random, project.projectId, revision, paths);
      const input = { sessionId: project.sessionId, changes, idempotencyKey: crypto.randomUUID() };
      const { applyChanges: result } = await load.client.run(ApplyChangesDocument, { input });
      if (!('job' in result)) throw new Error(JSON.stringify(result));
      project.changes.push(changes);
      project.jobIds.push(result.job.id);
      readings.push(readJob(load, project));
    }
    await Promise.all(readings);
  }
}

/** Holds dialogs about the projects: mostly asks when the last answer has come, sometimes before. */
export async function askAndListen(load: Load, seed: number): Promise<void> {
  const random = new Random(seed);
  while (load.accepted.projects.length === 0) await sleep(20);
  while (!load.stop.aborted) {
    const dialog = await openDialog(load, random);
    const answers: Promise<void>[] = [];
    const turns = random.between(1, 4);
    for (let turn = 1; turn <= turns && !load.stop.aborted; turn += 1) {
      if (random.uniform() < 0.7) await answers.at(-1);
      answers.push((await ask(load, random, dialog)).ended);
    }
    await Promise.all(answers);
  }
}

async function upload({ client, accepted, numbers }: Load, random: Random): Promise<AcceptedProject> {
  numbers.projects += 1;
  const projectId = `p${numbers.projects}`;
  const files = projectFiles(projectId, random.between(3, 60));
  const input = { projectId, files: toInputs(files), idempotencyKey: crypto.randomUUID() };
  const { createRagSession: result } = await client.run(CreateRagSessionDocument, { input });
  if (!('job' in result)) throw new Error(JSON.stringify(result));
  const project = { projectId, sessionId: result.session.id, files, changes: [], jobIds: [result.job.id] };
  accepted.projects.push(project);
  return project;
}

async function openDialog({ client, accepted }: Load, random: Random): Promise<AcceptedDialog> {
  const project = random.pick(accepted.projects);
  const { sessionId } = project;
  const input = { sessionId, idempotencyKey: crypto.randomUUID() };
  const { createDialog: result } = await client.run(CreateDialogDocument, { input });
  if (!('dialog' in result)) throw new Error(JSON.stringify(result));
  const dialog = { dialogId: result.dialog.id, project, messages: [] };
  accepted.dialogs.push(dialog);
  return dialog;
}

/** Sends a message that waits for the project's last job; gives a promise of its task's end. */
async function ask(load: Load, random: Random, dialog: AcceptedDialog): Promise<{ ended: Promise<void> }> {
  load.numbers.questions += 1;
  const number = load.numbers.questions;
  const mode = random.pick(MODES);
  const text = questionOf(number, mode);
  const afterJobId = dialog.project.jobIds.at(-1);
  const input = { dialogId: dialog.dialogId, text, mode, afterJobId, idempotencyKey: crypto.randomUUID() };
  const { sendMessage: result } = await load.client.run(SendMessageDocument, { input });
  if (!('task' in result)) throw new Error(JSON.stringify(result));
  const taskId = result.task.id;
  dialog.messages.push({ number, text, mode, messageId: result.userMessage.id, taskId });
  const reading = readAcrossCuts({ door: taskEventsDoor(taskId), api: load.api });
  return { ended: told(reading.then((read) => void load.accepted.taskReadings.set(taskId, read))) };
}

/** Reads the project's last job to its end. */
function readJob({ api, accepted }: Load, { jobIds }: AcceptedProject): Promise<void> {
  const jobId = jobIds.at(-1) ?? '';
  const reading = readAcrossCuts({ door: jobEventsDoor(jobId), api });
  return told(reading.then((read) => void accepted.jobReadings.set(jobId, read)));
}

/** A failure is met when the promise is awaited, and must not count as unhandled before. */
function told(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined);
  return promise;
}
