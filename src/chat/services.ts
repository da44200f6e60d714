import type { Attachment, MessageMode, StoredCitation } from '../contracts/agent-runner.js';
import type { TaskEvent } from '../contracts/events.js';
import type { Dialog, Message, Task } from '../generated/prisma/client.js';
import type { EventStream } from '../shared/event-log/event-log.js';

/** Stub of the signatures the doors use; being written (the final classes: dialog-service.ts, task-service.ts, message-service.ts). */
export interface DialogServiceApi {
  create(
    ownerId: string,
    input: { sessionId: string; title?: string | null; idempotencyKey?: string | null },
  ): Promise<{ dialogId: string }>;
  rename(ownerId: string, input: { dialogId: string; title: string }): Promise<{ dialogId: string }>;
  delete(ownerId: string, id: string): Promise<void>;
  find(ownerId: string, id: string, query?: object): Promise<Dialog | null>;
  activeTask(dialog: Dialog, query: object): Promise<Task | null>;
}
export interface MessageServiceApi {
  send(
    ownerId: string,
    input: {
      dialogId: string;
      sessionId?: string | null;
      text: string;
      mode?: MessageMode | null;
      attachments?: readonly Attachment[] | null;
      afterJobId?: string | null;
      idempotencyKey?: string | null;
    },
  ): Promise<{ dialogId: string; messageId: string; taskId: string }>;
  find(ownerId: string, id: string, query?: object): Promise<Message | null>;
  /** Grows while STREAMING. */
  content(message: Message): Promise<string>;
  citations(message: Message): readonly StoredCitation[];
}
export interface TaskServiceApi {
  find(ownerId: string, id: string, query?: object): Promise<Task | null>;
  queuePosition(task: Task): Promise<number | null>;
  lastEventCursor(task: Task): Promise<bigint | null>;
  watch(
    ownerId: string,
    taskId: string,
    options: { after?: bigint | null },
    signal: AbortSignal,
  ): Promise<EventStream<TaskEvent>>;
}
