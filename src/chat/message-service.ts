import type { Pool } from 'pg';
import type { Attachment, MessageMode, StoredCitation } from '../contracts/agent-runner.js';
import type { TaskEvent } from '../contracts/events.js';
import type { RagIndexer } from '../contracts/rag-indexer.js';
import type { Dialog, Message, PrismaClient } from '../generated/prisma/client.js';
import { inTransaction, type Sql, sqlOn } from '../shared/database/sql.js';
import { DialogSessionMismatchError, InvalidInputError, LimitError, NotFoundError } from '../shared/errors.js';
import type { EventLog } from '../shared/event-log/event-log.js';
import { checkKey, hashOf, recallOrAdmit, remember } from '../shared/idempotency.js';
import { kindOfId, newId } from '../shared/ids.js';
import type { JobQueue } from '../shared/job-queue/job-queue.js';
import type { RunCancellation } from '../shared/job-queue/run-cancellation.js';
import { problemOfText } from '../shared/storable-text.js';
import { checkAttachments } from './attachments.js';
import { type BusyStrategy, makeWay } from './busy-dialog.js';
import type { DialogService } from './dialog-service.js';
import { streamedText } from './reply-text.js';
import { type BudgetInput, type BudgetLimits, checkBudget } from './task-budget.js';
import { RUN_TASK } from './task-run.js';

export interface SendMessageInput {
  readonly dialogId: string;
  /** If given, must be the dialog's session. */
  readonly sessionId?: string | null;
  readonly text: string;
  readonly mode?: MessageMode | null;
  readonly attachments?: readonly Attachment[] | null;
  /** The task starts only when this index job has ended. */
  readonly afterJobId?: string | null;
  /** QUEUE when not given. */
  readonly onBusy?: BusyStrategy | null;
  readonly budget?: BudgetInput | null;
  readonly idempotencyKey?: string | null;
}

export interface SentMessage {
  readonly dialogId: string;
  readonly messageId: string;
  readonly taskId: string;
}

export interface MessageServiceDependencies {
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly events: EventLog;
  readonly queue: JobQueue;
  readonly dialogs: DialogService;
  readonly indexer: RagIndexer;
  readonly cancellation: RunCancellation;
  readonly limits: BudgetLimits & { readonly maxMessageChars: number; readonly maxActiveTasks: number };
}

/** Takes messages and starts the tasks that answer them. */
export class MessageService {
  readonly #with: MessageServiceDependencies;
  readonly #sql: Sql;

  constructor(dependencies: MessageServiceDependencies) {
    this.#with = dependencies;
    this.#sql = sqlOn(dependencies.pool);
  }

  /**
   * Stores the message, its task and the task's wake-up in one transaction, which also decides what becomes of the
   * dialog's unfinished tasks. Throws a `DialogBusyError` when the message is not to be queued behind one.
   */
  async send(ownerId: string, input: SendMessageInput): Promise<SentMessage> {
    const key = checkKey(input.idempotencyKey);
    this.#checkText(input.text);
    const attachments = checkAttachments(input.attachments ?? []);
    const dialog = await this.#dialog(ownerId, input);
    const mode = input.mode ?? 'AUTO';
    const afterJobId = input.afterJobId ?? null;
    const onBusy = input.onBusy ?? 'QUEUE';
    const budget = checkBudget(input.budget, this.#with.limits);
    const requestHash = hashOf(dialog.id, input.text, mode, attachments, afterJobId, onBusy, budget);
    const request = { ownerId, operation: 'sendMessage', key, requestHash };
    const known = await recallOrAdmit<SentMessage>(this.#sql, request, async () => {
      await this.#checkJob(ownerId, dialog.sessionId, afterJobId);
      await this.#checkQuota(ownerId);
    });
    if (known !== null) return known;
    const sent = { dialogId: dialog.id, messageId: newId('message'), taskId: newId('task') };
    return inTransaction(this.#with.pool, async (sql) => {
      const earlier = await remember(sql, request, sent);
      if (earlier !== null) return earlier;
      await makeWay(sql, dialog.id, onBusy, this.#with.cancellation);
      await insertMessage(sql, ownerId, sent, input.text, attachments);
      await sql.query(
        `insert into agent_tasks
           (id, owner_id, dialog_id, message_id, mode, after_job_id, max_total_tokens, max_seconds)
         values ($1, $2, $3, $4, $5::"MessageMode", $6, $7, $8)`,
        [
          ...[sent.taskId, ownerId, dialog.id, sent.messageId, mode, afterJobId],
          ...[budget.maxTotalTokens, budget.maxSeconds],
        ],
      );
      await this.#announce(sql, sent, { ownerId, sessionId: dialog.sessionId });
      return sent;
    });
  }

  async find(ownerId: string, id: string, query: object = {}): Promise<Message | null> {
    if (kindOfId(id) !== 'message') return null;
    return this.#with.prisma.message.findFirst({
      ...query,
      where: { id, ownerId, dialog: { session: { deletedAt: null } } },
    });
  }

  /** The stored text; while STREAMING, what the task has streamed so far. */
  async content(message: Pick<Message, 'id' | 'status' | 'content'>): Promise<string> {
    if (message.status !== 'STREAMING') return message.content;
    const task = await this.#with.prisma.task.findUnique({ where: { replyId: message.id }, select: { id: true } });
    return task === null ? message.content : streamedText(this.#with.events, task.id);
  }

  citations(message: Pick<Message, 'citations'>): readonly StoredCitation[] {
    return message.citations as unknown as readonly StoredCitation[];
  }

  async #announce(
    sql: Sql,
    { dialogId, taskId }: SentMessage,
    whose: { readonly ownerId: string; readonly sessionId: string },
  ): Promise<void> {
    const [queued] = await sql.query<{ position: number }>(
      `select count(*)::int as position from agent_tasks where dialog_id = $1 and status = 'QUEUED'`,
      [dialogId],
    );
    await sql.query('update dialog_sessions set last_activity_at = now() where id = $1', [dialogId]);
    await this.#with.events.create(sql, taskId);
    const event: TaskEvent = { type: 'task_status', status: 'QUEUED', queuePosition: queued?.position ?? 1 };
    await this.#with.events.append(sql, taskId, 0, event);
    await this.#with.queue.wake(sql, { task: RUN_TASK, id: dialogId, ...whose });
  }

  #checkText(text: string): void {
    const { maxMessageChars } = this.#with.limits;
    if (text.length > maxMessageChars) {
      throw new LimitError(
        'PAYLOAD_TOO_LARGE',
        `The message has ${text.length} characters; the limit is ${maxMessageChars} (MAX_MESSAGE_CHARS). Shorten it, or attach a file.`,
        maxMessageChars,
        text.length,
      );
    }
    if (text.trim() === '') throw InvalidInputError.of(['text'], 'is empty. Send the question or the request as text.');
    const problem = problemOfText(text);
    if (problem !== null) throw InvalidInputError.of(['text'], problem);
  }

  async #dialog(ownerId: string, { dialogId, sessionId }: SendMessageInput): Promise<Dialog> {
    const dialog = await this.#with.dialogs.find(ownerId, dialogId);
    if (dialog === null) throw new NotFoundError('dialog', dialogId);
    if (sessionId !== null && sessionId !== undefined && sessionId !== dialog.sessionId) {
      throw new DialogSessionMismatchError(dialogId, dialog.sessionId);
    }
    return dialog;
  }

  async #checkJob(ownerId: string, sessionId: string, jobId: string | null): Promise<void> {
    if (jobId === null) return;
    const ended = await this.#with.indexer.hasEnded({ ownerId, sessionId, jobId });
    if (ended === null) throw new NotFoundError('index job', jobId);
  }

  async #checkQuota(ownerId: string): Promise<void> {
    const { maxActiveTasks } = this.#with.limits;
    const active = await this.#with.prisma.task.count({
      where: { ownerId, status: { in: ['QUEUED', 'RUNNING', 'CANCELLING'] } },
    });
    if (active < maxActiveTasks) return;
    throw new LimitError(
      'QUOTA_EXCEEDED',
      `${active} tasks are unfinished; the limit is ${maxActiveTasks} (MAX_ACTIVE_TASKS). Wait for some to end.`,
      maxActiveTasks,
      active,
      1_000,
    );
  }
}

async function insertMessage(
  sql: Sql,
  ownerId: string,
  { messageId, dialogId }: SentMessage,
  text: string,
  attachments: readonly Attachment[],
): Promise<void> {
  await sql.query(
    `insert into chat_messages (id, owner_id, dialog_id, role, content, status, attachments)
     values ($1, $2, $3, 'USER', $4, 'COMPLETE', $5::jsonb)`,
    [messageId, ownerId, dialogId, text, JSON.stringify(attachments)],
  );
}
