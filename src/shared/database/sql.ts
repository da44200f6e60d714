import type { Pool, PoolClient } from 'pg';
import type { PrismaClient } from '../../generated/prisma/client.js';

/** A transaction opened by Prisma; use only this inside one, or it waits for itself on the embedded engine. */
export type PrismaTransaction = Omit<
  PrismaClient,
  '$connect' | '$disconnect' | '$on' | '$use' | '$extends' | '$transaction'
>;

/** Runs hand-written SQL, in a transaction or not: stores take one and need not know. */
export interface Sql {
  // biome-ignore lint/suspicious/noExplicitAny: the row's shape is the query's, stated at the call.
  query<Row extends Record<string, any>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export function sqlOn(client: Pool | PoolClient): Sql {
  return {
    query: async (text, values = []) => (await client.query(text, values as unknown[])).rows,
  };
}

/** Hand-written SQL inside a transaction that Prisma opened. Every parameter needs a cast in the text. */
export function sqlIn(transaction: PrismaTransaction): Sql {
  return {
    query: (text, values = []) => transaction.$queryRawUnsafe(text, ...values),
  };
}

/** Runs `work` in one transaction on a connection of its own. Keep it short and free of network calls. */
export async function inTransaction<T>(pool: Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(sqlOn(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    try {
      await client.query('ROLLBACK');
    } catch (rollbackError) {
      broken = rollbackError as Error;
    }
    throw error;
  } finally {
    client.release(broken);
  }
}
