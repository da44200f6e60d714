import { setTimeout as delay } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';

/** How long connections that are still in use may take to be given back. Milliseconds. */
const GRACE_MS = 2_000;

/**
 * Prepares a pool for long-lived use: a connection that breaks is logged, not fatal.
 * Gives a function that ends the pool whatever its users do: `pool.end()` alone waits for ever for a connection that
 * is never given back. After a grace period such connections are broken off.
 */
export function supervisePool(pool: Pool, log?: Logger): () => Promise<void> {
  const open = new Set<PoolClient>();
  pool.on('error', (error) => log?.warn({ err: error }, 'an idle database connection broke'));
  pool.on('connect', (client) => {
    open.add(client);
    // Without a listener of its own, a break while the connection is in use would end the process.
    client.on('error', (error) => log?.debug({ err: error }, 'a database connection broke'));
  });
  pool.on('remove', (client) => open.delete(client));
  return async () => {
    const graceOver = new AbortController();
    const ended = pool.end().finally(() => graceOver.abort());
    const overdue = delay(GRACE_MS, undefined, { signal: graceOver.signal }).then(
      () => Promise.all(Array.from(open, (client) => endClient(client))),
      () => undefined,
    );
    await Promise.race([ended, overdue]);
  };
}

/** The pool's type hides that its clients can be ended one by one. */
function endClient(client: PoolClient): Promise<void> {
  return (client as PoolClient & { end(): Promise<void> }).end();
}
