import type { RunnableConfig } from '@langchain/core/runnables';
import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import type { Pool } from 'pg';
import { type Sql, sqlOn } from '../shared/database/sql.js';

const SCHEMA = 'langgraph';

/** A task under the attempt number that works on it. */
export interface TurnAttempt {
  readonly taskId: string;
  readonly attempt: number;
}

/** In a transaction: throws unless the attempt is the task's current one, and keeps it that until the transaction ends. */
export type HoldAttempt = (sql: Sql, turn: TurnAttempt) => Promise<void>;

/**
 * Keeps the state of dialogs' graphs in the schema `langgraph` of the shared database. Only the current attempt at a
 * task may write: one that was replaced while its process was frozen would lead its replacement back, or take away what
 * that goes on from.
 */
export class TurnCheckpoints extends PostgresSaver {
  // Savers bundle their own declaration of `pg`; at run time they only call connect and query.
  readonly #pool: Pool;
  readonly #hold: HoldAttempt;

  constructor(pool: Pool, hold: HoldAttempt) {
    super(pool as never, undefined, { schema: SCHEMA });
    this.#pool = pool;
    this.#hold = hold;
  }

  /** The config of a turn: what LangGraph passes on to each `put`. */
  configOf(dialogId: string, { taskId, attempt }: TurnAttempt) {
    return { configurable: { thread_id: dialogId, task_id: taskId, attempt } };
  }

  override async put(...[config, ...rest]: Parameters<PostgresSaver['put']>): ReturnType<PostgresSaver['put']> {
    return this.#saverOf(turnOf(config)).put(config, ...rest);
  }

  override async putWrites(...[config, ...rest]: Parameters<PostgresSaver['putWrites']>): Promise<void> {
    return this.#saverOf(turnOf(config)).putWrites(config, ...rest);
  }

  /** As `deleteThread`, for a turn that begins anew. */
  async beginAnew(dialogId: string, turn: TurnAttempt): Promise<void> {
    await this.#saverOf(turn).deleteThread(dialogId);
  }

  /** Whose every transaction first holds the attempt. */
  #saverOf(turn: TurnAttempt): PostgresSaver {
    const pool = beginningWith(this.#pool, (sql) => this.#hold(sql, turn));
    return new PostgresSaver(pool as never, undefined, { schema: SCHEMA });
  }
}

/** Threads that have rows, in no order. */
export async function checkpointedThreads(pool: Pool, most: number): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select thread_id as id from ${SCHEMA}.checkpoints union select thread_id from ${SCHEMA}.checkpoint_writes limit $1`,
    [most],
  );
  return rows.map(({ id }) => id);
}

/**
 * Creates the checkpoint tables or brings them up to date. Two calls at once fail: on PostgreSQL the caller holds the
 * lock under which processes migrate one after the other, outside a transaction.
 */
export async function setUpCheckpoints(pool: Pool): Promise<void> {
  await new PostgresSaver(pool as never, undefined, { schema: SCHEMA }).setup();
}

function turnOf({ configurable }: RunnableConfig): TurnAttempt {
  return { taskId: configurable?.task_id, attempt: configurable?.attempt };
}

/** The pool, as far as a saver writes through it, with this first in each transaction; what it throws rolls that back. */
function beginningWith(pool: Pool, first: (sql: Sql) => Promise<void>) {
  return {
    connect: async () => {
      const client = await pool.connect();
      return {
        query: async (text: string, values?: unknown[]) => {
          const result = await client.query(text, values);
          if (text === 'BEGIN') await first(sqlOn(client));
          return result;
        },
        release: () => client.release(),
      };
    },
  };
}
