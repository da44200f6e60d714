import {
  ApplyChangesDocument,
  CancelIndexJobDocument,
  CancelTaskDocument,
  CreateDialogDocument,
  CreateRagSessionDocument,
  type FileChangeInput,
  IndexJobDocument,
  IndexJobEventsDocument,
  type IndexJobEventsSubscription,
  RagSessionDocument,
  RetrieveDocument,
  SendMessageDocument,
  type SendMessageInput,
  TaskDocument,
  TaskEventsDocument,
  type TaskEventsSubscription,
} from '../../src/generated/documents/graphql.js';
import type { GraphQLClient } from './graphql-client.js';

export type Files = Readonly<Record<string, string>>;

/** What clients do, a line each: index a project, change it, search it, ask about it. */
export class Story {
  constructor(readonly client: GraphQLClient) {}

  /** Makes a session of these files; gives when the job is queued. */
  async upload(files: Files, idempotencyKey?: string): Promise<{ sessionId: string; jobId: string }> {
    const input = { projectId: 'shop', files: toInputs(files), idempotencyKey };
    const { createRagSession: result } = await this.client.run(CreateRagSessionDocument, { input });
    if (!('job' in result)) throw new Error(JSON.stringify(result));
    return { sessionId: result.session.id, jobId: result.job.id };
  }

  /** Makes a session of these files; gives when they are indexed. */
  async index(files: Files): Promise<string> {
    const { sessionId, jobId } = await this.upload(files);
    await this.finishJob(jobId);
    return sessionId;
  }

  async change(sessionId: string, changes: FileChangeInput[]): Promise<string> {
    const { applyChanges: result } = await this.client.run(ApplyChangesDocument, { input: { sessionId, changes } });
    if (!('job' in result)) throw new Error(JSON.stringify(result));
    return result.job.id;
  }

  /** Watches a job to its end; gives it as it ended. */
  async finishJob(jobId: string) {
    for await (const _event of this.jobEvents(jobId));
    const { indexJob } = await this.client.run(IndexJobDocument, { jobId });
    if (!indexJob) throw new Error(`There is no job ${jobId}.`);
    return indexJob;
  }

  async *jobEvents(jobId: string, after?: string): AsyncGenerator<IndexJobEventsSubscription['indexJobEvents']> {
    for await (const { indexJobEvents } of this.client.watch(IndexJobEventsDocument, { jobId, after })) {
      yield indexJobEvents;
    }
  }

  async session(id: string) {
    const { ragSession } = await this.client.run(RagSessionDocument, { id });
    if (!ragSession) throw new Error(`There is no session ${id}.`);
    return ragSession;
  }

  async search(sessionId: string, query: string, topK = 10) {
    const { ragSession } = await this.client.run(RetrieveDocument, { sessionId, input: { query, topK } });
    if (!ragSession) throw new Error(`There is no session ${sessionId}.`);
    return ragSession.search;
  }

  async dialog(sessionId: string): Promise<string> {
    const { createDialog: result } = await this.client.run(CreateDialogDocument, { input: { sessionId } });
    if (!('dialog' in result)) throw new Error(JSON.stringify(result));
    return result.dialog.id;
  }

  async send(dialogId: string, text: string, more: Partial<SendMessageInput> = {}) {
    const input = { dialogId, text, ...more };
    const { sendMessage: result } = await this.client.run(SendMessageDocument, { input });
    if (!('task' in result)) throw new Error(JSON.stringify(result));
    return { taskId: result.task.id, messageId: result.userMessage.id };
  }

  async *taskEvents(taskId: string, after?: string): AsyncGenerator<TaskEventsSubscription['taskEvents']> {
    for await (const { taskEvents } of this.client.watch(TaskEventsDocument, { taskId, after })) yield taskEvents;
  }

  async task(id: string) {
    const { task } = await this.client.run(TaskDocument, { id });
    if (!task) throw new Error(`There is no task ${id}.`);
    return task;
  }

  /** Gives the status that the cancellation answered with. */
  async cancelTask(id: string) {
    const { cancelTask: result } = await this.client.run(CancelTaskDocument, { id });
    if (!('task' in result)) throw new Error(JSON.stringify(result));
    return result.task.status;
  }

  async cancelJob(jobId: string, sessionId?: string) {
    const { cancelIndexJob: result } = await this.client.run(CancelIndexJobDocument, { jobId, sessionId });
    if (!('job' in result)) throw new Error(JSON.stringify(result));
    return result.job.status;
  }

  /** Sends a message and watches its task to the end; gives the task as it ended. */
  async ask(dialogId: string, text: string, more: Partial<SendMessageInput> = {}) {
    const { taskId } = await this.send(dialogId, text, more);
    for await (const _event of this.taskEvents(taskId));
    return this.task(taskId);
  }
}

export function toInputs(files: Files): { path: string; content: string }[] {
  return Object.entries(files).map(([path, content]) => ({ path, content }));
}
