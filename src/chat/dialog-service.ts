import type { Pool } from 'pg';
import type { AgentRunner } from '../contracts/agent-runner.js';
import type { Dialog, PrismaClient, Task } from '../generated/prisma/client.js';
import { inTransaction, type Sql, sqlOn } from '../shared/database/sql.js';
import { InvalidInputError, NotFoundError } from '../shared/errors.js';
import type { EventLog } from '../shared/event-log/event-log.js';
import { checkKey, hashOf, recall, remember } from '../shared/idempotency.js';
import { kindOfId, newId } from '../shared/ids.js';
import { problemOfText } from '../shared/storable-text.js';
import { endTasks } from './task-ending.js';

const MAX_TITLE_LENGTH = 200;

export interface DialogServiceDependencies {
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly events: EventLog;
  readonly agent: Pick<AgentRunner, 'forget'>;
}

/** Conversations of a session. `query` is always Prisma's selection. */
export class DialogService {
  readonly #with: DialogServiceDependencies;
  readonly #sql: Sql;

  constructor(dependencies: DialogServiceDependencies) {
    this.#with = dependencies;
    this.#sql = sqlOn(dependencies.pool);
  }

  /** Throws a `NotFoundError` for an unknown session. */
  async create(
    ownerId: string,
    input: { sessionId: string; title?: string | null; idempotencyKey?: string | null },
  ): Promise<{ dialogId: string }> {
    const key = checkKey(input.idempotencyKey);
    const title = input.title === null || input.title === undefined ? null : checkTitle(input.title);
    if (kindOfId(input.sessionId) !== 'session') throw new NotFoundError('RAG session', input.sessionId);
    const request = { ownerId, operation: 'createDialog', key, requestHash: hashOf(input.sessionId, title) };
    const known = await recall<{ dialogId: string }>(this.#sql, request);
    if (known !== null) return known;
    const created = { dialogId: newId('dialog') };
    return inTransaction(this.#with.pool, async (sql) => {
      const earlier = await remember(sql, request, created);
      if (earlier !== null) return earlier;
      const inserted = await sql.query(
        `insert into dialog_sessions (id, owner_id, session_id, title)
         select $1, $2, id, $4 from rag_sessions where id = $3 and owner_id = $2 and deleted_at is null returning id`,
        [created.dialogId, ownerId, input.sessionId, title],
      );
      if (inserted.length === 0) throw new NotFoundError('RAG session', input.sessionId);
      return created;
    });
  }

  /** Throws a `NotFoundError` for an unknown dialog. */
  async rename(ownerId: string, input: { dialogId: string; title: string }): Promise<{ dialogId: string }> {
    const title = checkTitle(input.title);
    const dialog = await this.find(ownerId, input.dialogId, { select: { id: true } });
    if (dialog === null) throw new NotFoundError('dialog', input.dialogId);
    await this.#with.prisma.dialog.updateMany({ where: { id: dialog.id }, data: { title } });
    return { dialogId: input.dialogId };
  }

  /** The dialog with its messages, tasks, events and graph state. Throws a `NotFoundError` for an unknown one. */
  async delete(ownerId: string, id: string): Promise<void> {
    if ((await this.find(ownerId, id, { select: { id: true } })) === null) throw new NotFoundError('dialog', id);
    await this.remove(id);
  }

  async find(ownerId: string, id: string, query: object = {}): Promise<Dialog | null> {
    if (kindOfId(id) !== 'dialog') return null;
    return this.#with.prisma.dialog.findFirst({ ...query, where: { id, ownerId, session: { deletedAt: null } } });
  }

  /** The running task, else the first queued one. */
  async activeTask(dialog: Pick<Dialog, 'id'>, query: object = {}): Promise<Task | null> {
    return this.#with.prisma.task.findFirst({
      ...query,
      where: { dialogId: dialog.id, status: { in: ['QUEUED', 'RUNNING', 'CANCELLING'] } },
      orderBy: { number: 'asc' },
    });
  }

  /** Ends the unfinished tasks of a deleted session, so that those at work stop soon; safe to repeat. */
  async endAllTasksOf(sessionId: string): Promise<void> {
    const dialogs = await this.#sql.query<{ id: string }>(
      `select distinct d.id from dialog_sessions d join agent_tasks t on t.dialog_id = d.id
       where d.session_id = $1 and t.status in ('QUEUED', 'RUNNING', 'CANCELLING')`,
      [sessionId],
    );
    const { pool, events } = this.#with;
    for (const { id } of dialogs) await inTransaction(pool, (sql) => endTasks(sql, events, id));
  }

  /** Removes all dialogs of a deleted session; safe to repeat. */
  async removeAllOf(sessionId: string, signal: AbortSignal): Promise<void> {
    const dialogs = await this.#sql.query<{ id: string }>('select id from dialog_sessions where session_id = $1', [
      sessionId,
    ]);
    for (const { id } of dialogs) {
      signal.throwIfAborted();
      await this.remove(id);
    }
  }

  /** The dialog with all that belongs to it, whoever owns it; safe to repeat. */
  async remove(dialogId: string): Promise<void> {
    const { pool, events, agent } = this.#with;
    await inTransaction(pool, (sql) => endTasks(sql, events, dialogId));
    await agent.forget(dialogId);
    await inTransaction(pool, (sql) => deleteRows(sql, dialogId));
  }

  /** Removes some of the dialogs in which nothing has happened for `hours`; gives how many there were. */
  async removeSomeIdle(hours: number): Promise<number> {
    const { pool, agent } = this.#with;
    const found = await this.#sql.query<{ id: string }>(`select id from dialog_sessions where ${IDLE} limit 20`, [
      hours,
    ]);
    for (const { id } of found) {
      const removed = await inTransaction(pool, async (sql) => {
        // Looked at again under the dialog's lock: a message may just have come.
        const idle = await sql.query(`select id from dialog_sessions where id = $2 and ${IDLE} for update`, [
          hours,
          id,
        ]);
        if (idle.length > 0) await deleteRows(sql, id);
        return idle.length > 0;
      });
      if (removed) await agent.forget(id);
    }
    return found.length;
  }
}

/** Holds for a dialog in which nothing has happened for $1 hours. */
const IDLE = `last_activity_at < now() - make_interval(secs => $1::float8 * 3600)
  and not exists (
    select 1 from agent_tasks t
    where t.dialog_id = dialog_sessions.id and t.status in ('QUEUED', 'RUNNING', 'CANCELLING'))`;

/** A dialog's rows, and those that tell of it, in the caller's transaction. */
async function deleteRows(sql: Sql, dialogId: string): Promise<void> {
  const tasks = 'select id from agent_tasks where dialog_id = $1';
  await sql.query(`delete from stream_events where stream in (${tasks})`, [dialogId]);
  await sql.query(`delete from stream_heads where stream in (${tasks})`, [dialogId]);
  // What a repeated request would be given is gone: it then makes a new one, or is told that the dialog is.
  await sql.query(`delete from idempotency_keys where result->>'dialogId' = $1`, [dialogId]);
  await sql.query('delete from dialog_sessions where id = $1', [dialogId]);
}

function checkTitle(title: string): string {
  const trimmed = title.trim();
  const problem =
    trimmed === '' || trimmed.length > MAX_TITLE_LENGTH
      ? `is ${trimmed.length} characters long; a title has 1 to ${MAX_TITLE_LENGTH}. Give one of that length, or leave it out.`
      : problemOfText(trimmed);
  if (problem !== null) throw InvalidInputError.of(['title'], problem);
  return trimmed;
}
