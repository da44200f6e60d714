import type { Pool } from 'pg';
import type {
  AgentEvent,
  AgentInput,
  AgentResult,
  AgentRunner,
  Attachment,
  Routing,
  TaskUsage,
  Usage,
} from '../contracts/agent-runner.js';
import type { RunFailure, TaskEvent } from '../contracts/events.js';
import type { RagIndexer } from '../contracts/rag-indexer.js';
import type { PrismaClient, Task } from '../generated/prisma/client.js';
import { inTransaction, type Sql, sqlOn } from '../shared/database/sql.js';
import type { EventLog } from '../shared/event-log/event-log.js';
import { newId } from '../shared/ids.js';
import type { JobQueue } from '../shared/job-queue/job-queue.js';
import type { Lane } from '../shared/job-queue/lane.js';
import type { ClaimedRun, RunKind } from '../shared/job-queue/run-lanes.js';
import { StaleAttemptError } from '../shared/run-errors.js';
import { insertChangeset } from './changesets/changeset-store.js';
import { type DialogHistory, readHistory, saveSummary } from './history.js';
import { ReplyStream } from './reply-stream.js';
import { streamedText } from './reply-text.js';
import { type BudgetLimits, effectiveBudget } from './task-budget.js';
import { cancelTask, endTask } from './task-ending.js';

/** The queue task that serves a dialog's tasks; the lane is the dialog. */
export const RUN_TASK = 'run-task';

export interface TaskRunDependencies {
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly events: EventLog;
  readonly queue: JobQueue;
  readonly agent: AgentRunner;
  readonly indexer: RagIndexer;
  readonly limits: BudgetLimits;
}

/** Answers one message: runs the agent, stores what it tells as events, and writes the reply. */
export class TaskRun implements RunKind {
  readonly task = RUN_TASK;
  readonly table = 'agent_tasks';
  readonly laneColumn = 'dialog_id';
  readonly sessionOfRun = '(select session_id from dialog_sessions where id = run.dialog_id)';
  readonly #with: TaskRunDependencies;
  readonly #sql: Sql;

  constructor(dependencies: TaskRunDependencies) {
    this.#with = dependencies;
    this.#sql = sqlOn(dependencies.pool);
  }

  /** False while the index job that the message waits for has not ended. */
  async canStart(taskId: string): Promise<boolean> {
    const task = await this.#with.prisma.task.findUnique({ where: { id: taskId }, include: { dialog: true } });
    if (task === null || task.afterJobId === null) return true;
    const { ownerId, afterJobId, dialog } = task;
    const ended = await this.#with.indexer.hasEnded({ ownerId, sessionId: dialog.sessionId, jobId: afterJobId });
    return ended !== false;
  }

  /** Wakes the dialogs whose first task waited for this index job. */
  async wakeWaiting(jobId: string): Promise<void> {
    const dialogs = await this.#sql.query<Omit<Lane, 'task'>>(
      `select distinct dialog_id as id, owner_id as "ownerId", ${this.sessionOfRun} as "sessionId" from agent_tasks run
       where after_job_id = $1 and status = 'QUEUED'`,
      [jobId],
    );
    for (const dialog of dialogs) await this.#with.queue.wake(this.#sql, { ...dialog, task: RUN_TASK });
  }

  async execute(run: ClaimedRun, signal: AbortSignal): Promise<void> {
    const { events, agent } = this.#with;
    const { input, history } = await this.#input(run);
    const messageId = await this.#reply(run, input.ownerId);
    const append = (event: TaskEvent) => events.append(this.#sql, run.id, run.attempt, event);
    if (!run.resumed) await append({ type: 'task_status', status: 'RUNNING', queuePosition: null });
    const streamed = run.resumed ? await streamedText(events, run.id) : '';
    const reply = new ReplyStream({ messageId, append, streamed });
    const worked = stopwatch(input.used.durationMs);
    let result: AgentResult;
    try {
      result = await agent.run(input, (event) => this.#record(run, reply, event), signal);
    } finally {
      await reply.flush().finally(() => this.#saveDuration(run, worked()));
    }
    await reply.finish(result.answer);
    await this.#finish(run, input, history, result);
  }

  /** The reply keeps what was streamed. */
  async fail(run: ClaimedRun, failure: RunFailure): Promise<void> {
    const { pool, events } = this.#with;
    const content = await streamedText(events, run.id);
    const reply = { content, citations: [], status: 'FAILED' as const };
    await inTransaction(pool, (sql) => endTask(sql, events, run, { status: 'ERROR', failure, reply }));
    await this.#forget(run);
  }

  async cancel(run: ClaimedRun): Promise<void> {
    const { pool, events } = this.#with;
    await inTransaction(pool, (sql) => cancelTask(sql, events, run));
    await this.#forget(run);
  }

  async #record(run: ClaimedRun, reply: ReplyStream, event: AgentEvent): Promise<void> {
    switch (event.type) {
      case 'delta':
        return reply.add(event);
      case 'step':
        return reply.interleave({ type: 'task_step', step: event.step, label: event.label });
      case 'sources':
        return reply.interleave({ type: 'task_sources', sources: event.sources });
      case 'routed':
        await this.#saveRouting(run, event.routing);
        return reply.interleave({ type: 'task_route', routing: event.routing });
      case 'usage':
        return this.#saveUsage(run, event.usage);
    }
  }

  async #saveRouting(run: ClaimedRun, { route, source, confidence, reason }: Routing): Promise<void> {
    const data = { route, routingSource: source, confidence, routingReason: reason };
    await this.#with.prisma.task.updateMany({ where: { id: run.id, attempt: run.attempt }, data });
  }

  async #saveUsage(run: ClaimedRun, usage: Usage): Promise<void> {
    await this.#with.prisma.task.updateMany({ where: { id: run.id, attempt: run.attempt }, data: usage });
  }

  /** The work of all attempts, without the waiting between them; a process that is killed loses its own. */
  async #saveDuration(run: ClaimedRun, durationMs: number): Promise<void> {
    await this.#with.prisma.task.updateMany({ where: { id: run.id, attempt: run.attempt }, data: { durationMs } });
  }

  async #input(run: ClaimedRun): Promise<{ input: AgentInput; history: DialogHistory }> {
    const { prisma, limits } = this.#with;
    const task = await prisma.task.findUnique({
      where: { id: run.id },
      include: { message: true, dialog: { include: { session: true, routerContext: true } } },
    });
    if (task === null || task.dialog.session.deletedAt !== null) throw new StaleAttemptError(run.id, run.attempt);
    const { dialog, message } = task;
    const memory = dialog.routerContext;
    const history = await readHistory(prisma, dialog, task.number);
    const input: AgentInput = {
      taskId: task.id,
      attempt: run.attempt,
      dialogId: dialog.id,
      sessionId: dialog.sessionId,
      ownerId: task.ownerId,
      text: message.content,
      mode: task.mode,
      attachments: message.attachments as unknown as readonly Attachment[],
      history: history.messages,
      summary: dialog.summary,
      memory: memory === null ? null : { route: memory.route, question: memory.question },
      budget: effectiveBudget(task, limits),
      used: usedBy(task),
    };
    return { input, history };
  }

  /** The agent's message, made by the first attempt. */
  async #reply(run: ClaimedRun, ownerId: string): Promise<string> {
    return inTransaction(this.#with.pool, async (sql) => {
      const [task] = await sql.query<{ reply_id: string | null }>(
        'select reply_id from agent_tasks where id = $1 and attempt = $2 for update',
        [run.id, run.attempt],
      );
      if (task === undefined) throw new StaleAttemptError(run.id, run.attempt);
      if (task.reply_id !== null) return task.reply_id;
      const id = newId('message');
      await sql.query(
        `insert into chat_messages (id, owner_id, dialog_id, role, content, status)
         values ($1, $2, $3, 'ASSISTANT', '', 'STREAMING')`,
        [id, ownerId, run.laneId],
      );
      await sql.query('update agent_tasks set reply_id = $2 where id = $1', [run.id, id]);
      return id;
    });
  }

  async #finish(run: ClaimedRun, input: AgentInput, history: DialogHistory, result: AgentResult): Promise<void> {
    const { pool, events } = this.#with;
    const { ownerId, dialogId } = input;
    await inTransaction(pool, async (sql) => {
      // The dialog before the task, as a message that interrupts locks them: else each would wait for the other.
      if (result.summary !== null) await saveSummary(sql, dialogId, result.summary, history);
      await sql.query('update agent_tasks set version = $3 where id = $1 and attempt = $2', [
        run.id,
        run.attempt,
        result.version,
      ]);
      await sql.query(
        `insert into router_context (dialog_id, route, question) values ($1, $2::"Route", $3)
         on conflict (dialog_id) do update set route = excluded.route, question = excluded.question, updated_at = now()`,
        [dialogId, result.routing.route, input.text],
      );
      if (result.changeset !== null) {
        const changesetId = await insertChangeset(sql, { ownerId, dialogId, taskId: run.id }, result.changeset);
        const proposed: TaskEvent = { type: 'task_changeset', changesetId };
        await events.append(sql, run.id, run.attempt, proposed);
      }
      const reply = { content: result.answer, citations: result.citations, status: 'COMPLETE' as const };
      await endTask(sql, events, run, { status: 'DONE', failure: null, reply });
    });
    await this.#forget(run);
  }

  /** An ended turn needs its checkpoints no more. Those that a crash leaves here go with the next turn. */
  async #forget(run: ClaimedRun): Promise<void> {
    await this.#with.agent.forget(run.laneId);
  }
}

function usedBy({ promptTokens, completionTokens, embeddingTokens, llmCalls, durationMs }: Task): TaskUsage {
  return { promptTokens, completionTokens, embeddingTokens, llmCalls, durationMs };
}

/** Gives the milliseconds since now, and those before, whenever it is asked. */
function stopwatch(beforeMs: number): () => number {
  const start = performance.now();
  return () => beforeMs + Math.round(performance.now() - start);
}
