import type { TaskEvent } from '../contracts/events.js';
import type { PrismaClient, Task } from '../generated/prisma/client.js';
import { NotFoundError } from '../shared/errors.js';
import type { EventLog, EventStream } from '../shared/event-log/event-log.js';
import { kindOfId } from '../shared/ids.js';
import type { RunCancellation } from '../shared/job-queue/run-cancellation.js';

export interface TaskServiceDependencies {
  readonly prisma: PrismaClient;
  readonly events: EventLog;
  readonly cancellation: RunCancellation;
}

/** Reads tasks, watches and cancels them. `query` is always Prisma's selection. */
export class TaskService {
  readonly #prisma: PrismaClient;
  readonly #events: EventLog;
  readonly #cancellation: RunCancellation;

  constructor({ prisma, events, cancellation }: TaskServiceDependencies) {
    this.#prisma = prisma;
    this.#events = events;
    this.#cancellation = cancellation;
  }

  async find(ownerId: string, id: string, query: object = {}): Promise<Task | null> {
    if (kindOfId(id) !== 'task') return null;
    return this.#prisma.task.findFirst({
      ...query,
      where: { id, ownerId, dialog: { session: { deletedAt: null } } },
    });
  }

  /** CHANGESET whenever there is one. Null until decided, and for a task that ended before it had written anything. */
  async resultType(task: Pick<Task, 'id' | 'status' | 'replyId'>): Promise<'ANSWER' | 'CHANGESET' | null> {
    if (task.status === 'DONE') {
      const proposed = await this.#prisma.changeset.count({ where: { taskId: task.id } });
      return proposed > 0 ? 'CHANGESET' : 'ANSWER';
    }
    if (task.replyId === null) return null;
    const reply = await this.#prisma.message.findUnique({ where: { id: task.replyId }, select: { content: true } });
    return reply === null || reply.content === '' ? null : 'ANSWER';
  }

  /** 1 is next; null when the task is not queued. */
  async queuePosition(task: Pick<Task, 'status' | 'dialogId' | 'number'>): Promise<number | null> {
    if (task.status !== 'QUEUED') return null;
    const { dialogId, number } = task;
    return this.#prisma.task.count({ where: { dialogId, status: 'QUEUED', number: { lte: number } } });
  }

  async lastEventCursor(task: Pick<Task, 'id'>): Promise<bigint | null> {
    return this.#events.lastSeq(task.id);
  }

  /** Checks that the task exists and the cursor is within its log, then replays and follows it. */
  async watch(
    ownerId: string,
    taskId: string,
    options: { after?: bigint | null },
    signal: AbortSignal,
  ): Promise<EventStream<TaskEvent>> {
    if ((await this.find(ownerId, taskId)) === null) throw new NotFoundError('task', taskId);
    return this.#events.watch<TaskEvent>(taskId, options.after ?? 0n, signal);
  }

  /**
   * Has the task end: at once while it is queued, else when its work has stopped. One that has ended stays as it is.
   * Throws a `NotFoundError` for an unknown task.
   */
  async cancel(ownerId: string, id: string): Promise<{ taskId: string }> {
    if ((await this.find(ownerId, id, { select: { id: true } })) === null) throw new NotFoundError('task', id);
    await this.#cancellation.cancel(id);
    return { taskId: id };
  }
}
